"""The slow twin: the engine once more, in plain Python, to be read and to be compared with.

An executable specification. It reads the models of a world (``glasshouse.regime``, ``rulebook``, ``population.recipe``, the
catalogue) and nothing of ``glasshouse.engine``: no tables, no arrays, no laziness. What the engine skips because nothing can
have changed, the twin does again every morning for everybody. What must be equal is every number that people carry, all
mail under way, all cases at desks and all counts, to the last bit, at the end of every window.

How to read it: ``life.py`` first (windows, days, mornings, in order), then one file per step of the list in
``glasshouse/engine/order.py``::

    1 occasion   occasion.py      4 post       post.py        7 learn    learn.py      c spill   spill.py
    2 choose     choose.py        5 standing   standing.py    a quotas   quotas.py     d show    show.py
    3 observe    observe.py       6 want       want.py        b desks    desks.py      e follow  follow.py
    f ration     ration.py        g steer      steer.py       h record   record.py

Beside the steps: ``law.py`` and ``blocks.py`` (the files as things that know their neighbours), ``dates.py``, ``people.py`` (who people are, and all that life
writes about them), ``condition.py`` (a person as conditions see one), ``worth.py`` (what people think is at stake), ``rates.py``
(laws of numbers), ``addresses.py`` (Philox, chances, the own logarithm), ``mail.py`` (letters and cases), ``servers.py`` (desks
with servers), ``meet.py`` (whom one meets), ``opinions.py`` and ``ties.py`` (whom one heeds), ``effort.py`` (towards a bar).

For the tests: ``worlds.py`` draws random small worlds, ``crowd.py`` how their people follow one another, and ``regimes.py`` their regimes
(``drafts.py``, ``paper.py``, ``force.py``), over all accepted words; ``toml.py`` writes them,
``compare.py`` (with ``crossed.py``) lives one in engine and twin, window by window, and says in words where they first differ, ``chunk.py`` does so
for many. Numbers are whole; only what people weigh is in 32-bit fractions, as in the engine, and what they hold in mind (thresholds,
resistances, opinions) is compared to nine digits.

To add a word: its line here where the step reads it, its draw in ``paper.py``, ``force.py``, ``crowd.py`` or ``worlds.py``.
"""
