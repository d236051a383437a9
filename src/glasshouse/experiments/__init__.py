"""Questions that are answered by running worlds: published models told again, with the published figures beside ours.

May import `outcomes` and below; `pages` may import it. To add a model: its regimes and population as
data, `data/questions/<id>.toml`, and one function in `measures/<id>.py`.
"""
