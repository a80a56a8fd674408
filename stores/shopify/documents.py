"""What we ask of Shopify, word for word.

An idea's documents may stand in a module of its own beside its typed functions: a test finds each
Document of this package, and holds it against Shopify's own schema.
"""

from dataclasses import dataclass
from typing import Final

API_VERSION: Final = "2026-10"


@dataclass(frozen=True, slots=True)
class Document:
    """`points`: what it costs at most, of the shop's bucket. Not repeatable: where an answer is
    lost, whoever asked must look before asking again."""

    name: str
    text: str
    points: int
    is_repeatable: bool = True


ADD_TAGS: Final = Document(
    "AddTags",
    """
mutation AddTags($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) {
    node { id }
    userErrors { field message }
  }
}
""",
    points=10,
)

REMOVE_TAGS: Final = Document(
    "RemoveTags",
    """
mutation RemoveTags($id: ID!, $tags: [String!]!) {
  tagsRemove(id: $id, tags: $tags) {
    node { id }
    userErrors { field message }
  }
}
""",
    points=10,
)

# `moments` are visits and other steps of the journey; `ready` is false until Shopify is sure.
JOURNEYS: Final = Document(
    "Journeys",
    """
query Journeys($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Order {
      id
      customerJourneySummary {
        ready
        lastVisit { ...Visit }
        moments(first: 25, reverse: true) {
          nodes {
            ... on CustomerVisit { ...Visit }
          }
        }
      }
    }
  }
}
fragment Visit on CustomerVisit {
  occurredAt
  landingPage
  referrerUrl
  referralCode
  source
  utmParameters { source medium campaign content term }
}
""",
    points=600,
)
CHANGE_ADDRESS: Final = Document(
    "ChangeAddress",
    """
mutation ChangeAddress($input: OrderInput!) {
  orderUpdate(input: $input) {
    order { id }
    userErrors { field message }
  }
}
""",
    points=10,
)

CHANGE_ORDER: Final = Document(
    "ChangeOrder",
    """
mutation ChangeOrder($input: OrderInput!) {
  orderUpdate(input: $input) {
    order { id }
    userErrors { field message }
  }
}
""",
    points=10,
)

# What has left an order, and what has not: its fulfilment orders say what may be sent from where.
SENT_AND_LEFT: Final = Document(
    "SentAndLeft",
    """
query SentAndLeft($id: ID!) {
  order(id: $id) {
    id
    fulfillments(first: 30) {
      id
      status
      trackingInfo(first: 30) { company number url }
    }
    fulfillmentOrders(first: 6) {
      nodes {
        id
        status
        supportedActions { action }
        lineItems(first: 60) {
          nodes { id remainingQuantity lineItem { id } }
        }
      }
    }
  }
}
""",
    points=800,
)

CREATE_FULFILMENT: Final = Document(
    "CreateFulfilment",
    """
mutation CreateFulfilment($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id }
    userErrors { field message }
  }
}
""",
    points=10,
    is_repeatable=False,
)

UPDATE_TRACKING: Final = Document(
    "UpdateTracking",
    """
mutation UpdateTracking($id: ID!, $tracking: FulfillmentTrackingInput!, $notify: Boolean!) {
  fulfillmentTrackingInfoUpdate(
    fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: $notify
  ) {
    fulfillment { id }
    userErrors { field message }
  }
}
""",
    points=10,
)
