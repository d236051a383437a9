"""What every layer may use: errors, figures, files, limits, randomness, compiler options, memory.

Imports nothing of Glasshouse above it. A new tool comes here only if two layers need it.
"""
