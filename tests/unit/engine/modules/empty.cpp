// A library, but not an engine.
extern "C" int somethingElse() {
    return 0;
}
