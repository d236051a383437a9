"""What is measured for each question: one file per question, one function ``measure(runs)`` from runs to figures."""
