@echo off
rem Runs dann4j from an unpacked archive. DANN4J_OPTS: more options of the JVM.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
for %%J in ("%~dp0..\lib\dann4j-app-*.jar") do set "jar=%%~fJ"
"%java%" -Xmx2g -XX:+UseSerialGC -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 %DANN4J_OPTS% -jar "%jar%" %*
exit /b %ERRORLEVEL%
