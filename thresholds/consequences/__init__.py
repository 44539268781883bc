"""What follows after the grade, chained by durable-rules in layers; every step with its pinpoint, never a sentence."""

from thresholds.consequences.model import Consequences, Standing
from thresholds.consequences.work_out import consequences

__all__ = ["Consequences", "Standing", "consequences"]
