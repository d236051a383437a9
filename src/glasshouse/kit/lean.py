"""Helpers are compiled to be linked, not to be called: half the compile time of a kernel.

Numba makes machine code, a Python wrapper and a C wrapper for every function it meets, and optimises each together with
everything it calls. Helpers are only ever called by kernels, so here they stop at unoptimised intermediate code, and the
kernel that they are linked into is optimised once. This leans on inner parts of Numba; ``kit/jit.py`` falls back to the
plain decorator where they have moved, which costs time and changes no bit.
"""

from __future__ import annotations

from typing import Any

from numba.core import compiler, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.typed_passes import NativeLowering


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
        super().run_pass(state)
        lowered = state["cr"]
        # callers look a function up by its entry point, which must be a built-in function; any unique one will do
        entries: dict[str, str] = {}
        key = entries.get
        state.targetctx.insert_user_function(key, lowered.fndesc, [state.library])
        state["cr"] = lowered._replace(cfunc=key)
        return True


class LinkOnlyCompiler(compiler.CompilerBase):
    """Numba's usual pipeline with the lowering above."""

    def define_pipelines(self) -> list[PassManager]:
        """Put the lowering above in the place of the usual one."""
        manager = compiler.DefaultPassBuilder.define_nopython_pipeline(self.state)
        for k, (step, text) in enumerate(manager.passes):
            if step is NativeLowering:
                manager.passes[k] = (_LinkOnlyLowering, text)
        manager.finalize()
        return [manager]


def one_per_type(function: Any) -> Any:
    """Let a literal such as 0 be the same as any other whole number, instead of a specialisation of its own."""
    resolve = function.get_call_template

    def get_call_template(args: Any, kws: Any) -> Any:
        return resolve(tuple(types.unliteral(each) for each in args), kws)

    function.get_call_template = get_call_template
    return function


def fix_types(function: Any, signature: Any) -> Any:
    """Let a dispatcher compile for one signature only, when first needed; callers' numbers are converted."""
    resolve = function.get_call_template

    def get_call_template(args: Any, kws: Any) -> Any:
        if not function.overloads:
            function.compile(signature)
            function.disable_compile()
        return resolve(args, kws)

    function.get_call_template = get_call_template
    return function
