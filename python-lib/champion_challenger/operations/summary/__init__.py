"""The parts of summarise-performance: its rows, and the scores behind them."""
