"""scores.py: the metrics; groups.py: of whom they may be shown; drivers.py: what goes with them."""

from employees.metrics.scores import (
    Change,
    Csat,
    Figure,
    Nps,
    RateRatio,
    Times,
    WinBack,
    Z,
    attainment,
    ces,
    ces_mean,
    change,
    csat,
    csat_share,
    finite,
    mean,
    mean_of,
    nps,
    nps_of,
    nps_score,
    rate_ratio,
    reply_rate,
    share,
    times,
    win_back,
)

__all__ = [
    "Change", "Csat", "Figure", "Nps", "RateRatio", "Times", "WinBack", "Z", "attainment", "ces", "ces_mean",
    "change", "csat", "csat_share", "finite", "mean", "mean_of", "nps", "nps_of", "nps_score", "rate_ratio",
    "reply_rate", "share", "times", "win_back",
]  # fmt: skip
