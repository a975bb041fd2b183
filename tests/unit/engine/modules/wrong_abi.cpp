// Built from another version of the program.
extern "C" int autoglmEngineAbi() {
    return 999;
}
extern "C" void* autoglmCreateEngine() {
    return nullptr;
}
