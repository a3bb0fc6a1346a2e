// Starts GraphiQL on our endpoint with a query that shows the feed and what belongs to a policy.
"use strict";
const fetcher = GraphiQL.createFetcher({ url: "/graphql" });
const defaultQuery = `# 信息流：政策与解读
query Feed {
  feed(first: 10) {
    edges {
      node {
        __typename
        id
        title
        publishedAt
        publisher { name }
        ... on Policy {
          docNo
          interpretations { id title }
        }
        ... on Interpretation {
          policies { id title docNo }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;
ReactDOM.createRoot(document.getElementById("graphiql")).render(React.createElement(GraphiQL, { fetcher, defaultQuery }));
