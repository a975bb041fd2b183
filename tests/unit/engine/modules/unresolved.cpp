// Needs a function that no library has.
extern "C" int autoglmTestFunctionThatNobodyDefines();
extern "C" int autoglmEngineAbi() {
    return autoglmTestFunctionThatNobodyDefines();
}
