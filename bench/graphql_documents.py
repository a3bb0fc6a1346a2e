"""What every server of `graphql.py` is asked: one page of twenty cards, about 600 fields."""

import hashlib

CARD = """
      cursor
      node {
        id slug kind title summary publishedAt updatedAt webPath
        publisher { id name shortName }
        topics { id name }
        ... on Policy { docNo interpretations { id title form webPath } }
      }"""
PAGE = f"feed(first: 20, channels: [{{ kind: POLICY }}]) {{ edges {{{CARD} }} pageInfo {{ hasNextPage endCursor }} }}"
PUBLIC = f"query Page {{ {PAGE} }}"
PERSONAL = f"query Mine {{ viewer {{ id }} {PAGE} }}"
AD_HOC = f"query AdHoc {{ {PAGE} }}"
# The peers' schema has no channels and no interfaces; the fields are the same.
PEERS = (
    PUBLIC.replace(", channels: [{ kind: POLICY }]", "")
    .replace("... on Policy { ", "")
    .replace("webPath } }", "webPath }")
)
PEERS_SDL = """
type Query { feed(first: Int!): FeedConnection! }
type FeedConnection { edges: [FeedEdge!]! pageInfo: PageInfo! }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type FeedEdge { cursor: String! node: Card! }
type Card { id: ID! slug: String! kind: String! title: String! summary: String! publishedAt: String! updatedAt: String!
  webPath: String! docNo: String publisher: Organ topics: [Topic!]! interpretations: [Reading!]! }
type Organ { id: ID! name: String! shortName: String! }
type Topic { id: ID! name: String! }
type Reading { id: ID! title: String! form: String webPath: String! }
"""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
