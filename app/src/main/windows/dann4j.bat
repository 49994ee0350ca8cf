@echo off
rem Runs dann4j from an unpacked archive. DANN4J_OPTS holds additional options for the JVM.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
for %%J in ("%~dp0..\lib\dann4j-app-*.jar") do set "jar=%%~fJ"
rem Jars with your own methods.
if defined DANN4J_CLASSPATH set "jar=%jar%;%DANN4J_CLASSPATH%"
"%java%" -Xmx2g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 %DANN4J_OPTS% -cp "%jar%" io.github.dann4j.app.cli.Main %*
exit /b %ERRORLEVEL%
