"""Prints the providers of the package genai-prices as JSON: see genai.go's listing."""

import json
import sys

from genai_prices.data import providers


def amount(price):
    if not hasattr(price, "tiers"):
        return float(price)
    return {"base": float(price.base), "tiers": [{"start": t.start, "price": float(t.price)} for t in price.tiers]}


def names(clause):
    """The names that a model is matched by as a whole, or by their beginnings."""
    for part in getattr(clause, "or_", [clause]):
        name = getattr(part, "equals", None) or getattr(part, "starts_with", None)
        if name:
            yield name


def prices(model):
    """The prices of a model, each since a day; those of an hour of the day are left out."""
    given = model.prices if isinstance(model.prices, list) else [model.prices]
    for price in given:
        constraint = getattr(price, "constraint", None)
        if constraint is None or hasattr(constraint, "start_date"):
            of = vars(getattr(price, "prices", price))
            yield {
                "since": str(getattr(constraint, "start_date", "")),
                "prices": {unit: amount(value) for unit, value in of.items() if value is not None},
            }


json.dump(
    [
        {
            "id": provider.id,
            "models": [
                {
                    "id": m.id,
                    "names": list(names(m.match)),
                    "context_window": m.context_window or 0,
                    "prices": list(prices(m)),
                }
                for m in provider.models
            ],
        }
        for provider in providers
    ],
    sys.stdout,
)
