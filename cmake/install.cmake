# What `cmake --install` puts where. The configuration goes to /etc/waybill whatever the prefix of the programs
# (DESTDIR counts), and what an administrator has changed there is never overwritten.
set(WAYBILL_CONFIG /etc/waybill/waybill.toml)
configure_file(packaging/systemd/waybill.service.in ${PROJECT_BINARY_DIR}/waybill.service @ONLY)

install(TARGETS waybill RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS waybilld RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
# Written again at install time: `cmake --install --prefix` may choose another prefix than the configuration had.
install(
  CODE "
  set(CMAKE_INSTALL_FULL_BINDIR \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}\")
  set(CMAKE_INSTALL_FULL_SBINDIR \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_SBINDIR}\")
  set(WAYBILL_CONFIG ${WAYBILL_CONFIG})
  configure_file(${PROJECT_SOURCE_DIR}/packaging/systemd/waybill.service.in ${PROJECT_BINARY_DIR}/waybill.service @ONLY)")
install(FILES ${PROJECT_BINARY_DIR}/waybill.service DESTINATION lib/systemd/system)
install(FILES packaging/systemd/waybill.sysusers DESTINATION lib/sysusers.d RENAME waybill.conf)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY etc/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

foreach(file waybill.toml rules.toml people.ldif)
  install(
    CODE "
    set(target \"\$ENV{DESTDIR}/etc/waybill/${file}\")
    if(EXISTS \"\${target}\")
      message(STATUS \"Kept: \${target}\")
    else()
      file(COPY \"${PROJECT_SOURCE_DIR}/etc/${file}\" DESTINATION \"\$ENV{DESTDIR}/etc/waybill\")
      message(STATUS \"Installing: \${target}\")
    endif()")
endforeach()
