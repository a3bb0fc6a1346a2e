"""Answers that go on: graphql-transport-ws and Server-Sent Events."""
