"""Series of first adoption and what was published of them: the figures that Bass's curve is held against."""

import numpy as np

from adoption.science.figures import Floats

# Thousands sold a year (first three: Bass 1969; VCR: Cowpertwait and Metcalfe 2009), hospitals, percent of schools (Mahajan, Mason and
# Srinivasan 1986).
SERIES: dict[str, list[float]] = {
    "room air conditioners": [96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800, 1580, 1500],
    "colour television": [747, 1480, 2646, 5118, 5777, 5982, 5962, 4631],
    "clothes dryers": [106, 319, 492, 635, 737, 890, 1397, 1523, 1294, 1240, 1425, 1260, 1236],
    "ultrasound": [5, 3, 2, 5, 7, 12, 6, 16, 16, 28, 28, 21, 13, 6],
    "mammography": [2, 2, 2, 3, 4, 9, 7, 16, 23, 24, 15, 6, 5, 1],
    "foreign language": [1.25, 0.77, 0.86, 0.48, 1.34, 3.56, 3.36, 6.24, 5.95, 6.24, 4.89, 0.25],
    "accelerated program": [0.67, 0.48, 2.11, 0.29, 2.59, 2.21, 16.8, 11.04, 14.4, 6.43, 6.15, 1.15],
    "video recorders": [840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890],
}

# Series, p, q, m with its printed decimals, time of the peak, R2: least squares on the increments (Srinivasan and Mason 1986).
PUBLISHED = [
    ("room air conditioners", 0.00944, 0.3748, 18713, 0, 9.58, 0.933),
    ("colour television", 0.01847, 0.6159, 39659, 0, 5.53, 0.969),
    ("clothes dryers", 0.01360, 0.3267, 16497, 0, 9.34, 0.918),
    ("ultrasound", 0.00132, 0.6206, 167, 0, 9.90, 0.838),
    ("mammography", 0.00041, 0.8607, 111, 0, 8.88, 0.932),
    ("foreign language", 0.00148, 0.7410, 35.8, 1, 8.37, 0.845),
    ("accelerated program", 0.00074, 0.9283, 64.4, 1, 7.68, 0.795),
]

STARTS = [
    ("room air conditioners", 0.0170, 0.4049, 17091),
    ("colour television", 0.0357, 0.6719, 35495),
    ("clothes dryers", 0.0196, 0.3481, 15281),
    ("accelerated program", 0.0120, 0.8476, 64),
]
NO_START = ["ultrasound", "mammography", "foreign language"]

# Median error two periods ahead, in percent of the cumulative number: Bass's curve, and the mean of the last three periods.
BACKTESTS = [
    ("colour television", 17.9, 10.5),
    ("clothes dryers", 16.3, 6.1),
    ("room air conditioners", 18.3, 8.7),
    ("video recorders", 9.7, 11.5),
]


def series(name: str) -> Floats:
    return np.array(SERIES[name], dtype=np.float64)
