# Installed layout, the one core/base/paths looks for: programs in bin, the helper in libexec/autoglm, the engine module in
# lib/autoglm (the same on every system, so not CMAKE_INSTALL_LIBDIR), resources in share/autoglm.
foreach(program autoglm autoglm-workbench)
    if(TARGET ${program})
        install(TARGETS ${program} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
    endif()
endforeach()

if(TARGET autoglm-helper)
    install(TARGETS autoglm-helper RUNTIME DESTINATION libexec/autoglm)
endif()
if(TARGET autoglm_engine_torch)
    # A libtorch outside the system's folders is found where it was linked.
    set_target_properties(autoglm_engine_torch PROPERTIES INSTALL_RPATH_USE_LINK_PATH ON)
    install(TARGETS autoglm_engine_torch LIBRARY DESTINATION lib/autoglm)
endif()

install(DIRECTORY "${PROJECT_SOURCE_DIR}/resources/" DESTINATION "${CMAKE_INSTALL_DATADIR}/autoglm"
        PATTERN "*.py" EXCLUDE PATTERN "__pycache__" EXCLUDE)

if(TARGET autoglm-workbench)
    set(id org.autoglm.Workbench)
    set(desktop "${PROJECT_SOURCE_DIR}/packaging/desktop")
    install(FILES "${desktop}/${id}.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    install(FILES "${desktop}/${id}.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
    install(FILES "${desktop}/${id}.svg" DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
endif()
