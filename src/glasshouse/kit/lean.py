"""Helpers are compiled to be linked, not to be called; and a kernel is optimised as a whole with all that is linked into it.

Numba makes machine code, a Python wrapper and a C wrapper for every function it meets, and optimises each together with
everything it calls. Helpers are only ever called by kernels, so here they stop at unoptimised intermediate code, and the
kernel that they are linked into is optimised once: half the compile time. What is linked into a kernel is nobody else's, so the
optimiser may fit it to its callers: rows need not be handed on in seven words each. And an index is taken as it is: Numba
would look whether it counts from the end, at every access; kernels never do so (``tests/unit/test_indices.py``). The two together made
lives 1.6 times as fast.

This leans on inner parts of Numba; ``kit/jit.py`` falls back to the plain decorators where they have moved, which costs
time and changes no bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from llvmlite import ir
from numba.core import cgutils, compiler, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.typed_passes import NativeLowering
from numba.extending import intrinsic
from numba.np import arrayobj
from numba.np.arrayobj import fix_integer_index


def _as_it_is(context: Any, builder: Any, type_: Any, index: Any, _: Any) -> Any:
    """In the place of Numba's ``fix_integer_index``: an index in the machine's width, from the front."""
    return context.cast(builder, index, type_, types.intp if type_.signed else types.uintp)


@contextmanager
def _indices_as_they_are() -> Iterator[None]:
    """Only while a function of ours is lowered, under Numba's compiler lock: nobody else's code is compiled otherwise."""
    arrayobj.fix_integer_index = _as_it_is
    try:
        yield
    finally:
        arrayobj.fix_integer_index = fix_integer_index


@intrinsic
def prefetch(_: Any, array: Any, at: Any) -> Any:  # noqa: ARG001
    """Let the machine fetch what begins at ``array[at]``; nothing else happens."""

    def lower(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        rows = arrayobj.make_array(signature.args[0])(context, builder, given[0])
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        step = builder.extract_value(rows.strides, 0)
        base = builder.bitcast(rows.data, byte)
        where = builder.gep(base, [builder.mul(step, given[1])], source_etype=ir.IntType(8))
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        fetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(fetch, [where, word(0), word(3), word(1)])
        return context.get_dummy_value()

    return types.void(array, types.intp), lower


class _LinkOnly(JITCodeLibrary):
    """A library that is complete once its parts are linked."""

    def finalize(self) -> None:
        self._raise_if_finalized()
        seen = set()
        for library in self._linking_libraries:
            if library not in seen:
                self._reload_init.update(library._reload_init)
                seen.add(library)
                self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._final_module.verify()
        self._finalized = True


class _Whole(JITCodeLibrary):
    """A kernel's library: whatever is linked into it becomes private, so that the optimiser may change how it is called.

    Not internal: the linker of compiled code looks at names alone, and would give another kernel that calls the same helper
    this kernel's copy of it.
    """

    def finalize(self) -> None:
        self._own = {function.name for function in self._final_module.functions if not function.is_declaration}
        super().finalize()

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if not function.is_declaration and function.name not in self._own:
                function.linkage = "private"
        super()._optimize_final_module()


@register_pass(mutates_CFG=True, analysis_only=False)
class _WholeLowering(NativeLowering):
    """Lower a kernel into a library that is optimised as a whole, and may be kept in the cache."""

    _name = "whole_lowering"

    def run_pass(self, state: Any) -> bool:
        state.library = _Whole(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        with _indices_as_they_are():
            return bool(super().run_pass(state))


@register_pass(mutates_CFG=True, analysis_only=False)
class _LinkOnlyLowering(NativeLowering):
    """Lower a helper into a link-only library and tell the context under which key callers find it."""

    _name = "link_only_lowering"

    def run_pass(self, state: Any) -> bool:
        codegen = state.targetctx.codegen()
        state.library = _LinkOnly(codegen, state.func_id.func_qualname)
        state.flags.no_compile = True
        state.flags.no_cpython_wrapper = True
        state.flags.no_cfunc_wrapper = True
        with _indices_as_they_are():
            super().run_pass(state)
        lowered = state["cr"]
        # callers look a function up by its entry point, which must be a built-in function; any unique one will do
        entries: dict[str, str] = {}
        key = entries.get
        state.targetctx.insert_user_function(key, lowered.fndesc, [state.library])
        state["cr"] = lowered._replace(cfunc=key)
        return True


def _pipeline(state: Any, lowering: type[NativeLowering]) -> list[PassManager]:
    """Numba's usual pipeline with a lowering of ours in the place of the usual one."""
    manager = compiler.DefaultPassBuilder.define_nopython_pipeline(state)
    for k, (step, text) in enumerate(manager.passes):
        if step is NativeLowering:
            manager.passes[k] = (lowering, text)
    manager.finalize()
    return [manager]


class LinkOnlyCompiler(compiler.CompilerBase):
    """Compiles helpers."""

    def define_pipelines(self) -> list[PassManager]:
        """Numba asks this once per function."""
        return _pipeline(self.state, _LinkOnlyLowering)


class WholeCompiler(compiler.CompilerBase):
    """Compiles kernels."""

    def define_pipelines(self) -> list[PassManager]:
        """Numba asks this once per function."""
        return _pipeline(self.state, _WholeLowering)
