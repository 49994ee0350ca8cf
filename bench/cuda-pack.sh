#!/usr/bin/env bash
# Packs everything that bench/cuda-check.sh needs into one archive, in small parts: for a machine
# with a GPU but without network, Java and Maven. That machine needs NVIDIA's driver, CUDA 13, cuDNN 9 and NCCL 2.
#
#   bench/cuda-pack.sh [--arch 90] [--data FOLDER] [--program] OUT
#
# OUT gets base.tar.xz.00, .01, ..., each below 60 MB, with Java, the natives and the data, and program.tar.xz. Unpack them
# there into one folder: cat base.tar.xz.* | tar -xJ; tar -xJf program.tar.xz
#   --arch N       keep only the code for GPUs of compute capability N (75, 80, 90, 100, 120), a sixth of all
#   --data FOLDER  add MNIST and MNIST-M from FOLDER (80 MB), for the training of the check
#   --program      pack program.tar.xz alone, after a change of the code
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
arch='' data='' out='' base=true
while [[ $# -gt 0 ]]; do
    case $1 in
        --arch) arch=$2 && shift 2 ;;
        --data) data=$(cd "$2" && pwd) && shift 2 ;;
        --program) base=false && shift ;;
        *) out=$1 && shift ;;
    esac
done
[[ -n $out ]] || {
    sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
mkdir -p "$out"
out=$(cd "$out" && pwd)
cd "$here"

# --- The program, and the tests of the engine and the methods with JUnit's own program.
program=$out/program/cuda-check
rm -rf "$out/program" "$out/program.tar.xz"
mkdir -p "$program/lib" "$program/bench/pytorch"
mvn -q -B -ntp -Pcuda -Dquick -pl app -am package
for jar in app/target/quick/lib/*.jar; do
    case $(basename "$jar") in
        *-linux-x86_64*.jar) ;; # natives
        onnxruntime-*) ;;       # exports are not part of the check
        *) cp "$jar" "$program/lib/" ;;
    esac
done
mvn -q -B -ntp -DskipTests -Djacoco.skip=true -pl core -am test-compile
cp -r engine/target/test-classes "$program/tests-engine"
cp -r core/target/test-classes "$program/tests-core"
junit=$(sed -n 's:.*<junit.version>5\.\(.*\)</junit.version>.*:1.\1:p' pom.xml)
assertj=$(sed -n 's:.*<assertj.version>\(.*\)</assertj.version>.*:\1:p' pom.xml)
for artifact in "org.junit.platform:junit-platform-console-standalone:$junit" "org.assertj:assertj-core:$assertj"; do
    mvn -q -B -ntp dependency:copy -Dartifact="$artifact" -DoutputDirectory="$program/lib"
done
bytebuddy=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/net/bytebuddy/byte-buddy" -name 'byte-buddy-*.jar' | sort -V | tail -n 1)
cp "$bytebuddy" "$program/lib/"
cp bench/cuda-check.sh bench/cuda-compare.py "$program/bench/"
cp bench/pytorch/dann_step.py "$program/bench/pytorch/"
git rev-parse HEAD >"$program/commit"
tar -C "$out/program" -cJf "$out/program.tar.xz" cuda-check
ls -l "$out/program.tar.xz"
$base || exit 0

# --- Java, the natives in one jar without compression, and the data.
folder=$out/base/cuda-check
natives=$out/natives
rm -rf "$out/base" "$out"/base.tar.xz.* "$natives"
mkdir -p "$folder/data" "$natives"
for jar in app/target/quick/lib/{pytorch-*-linux-x86_64-gpu,openblas-*-linux-x86_64,javacpp-*-linux-x86_64}.jar; do
    unzip -q -o "$jar" 'org/bytedeco/*' -d "$natives"
done
rm -rf "$natives"/org/bytedeco/openblas/linux-x86_64/{include,cmake}
if [[ -n $arch ]]; then
    python3 bench/cuda-thin.py "$natives/org/bytedeco/pytorch/linux-x86_64-gpu/libtorch_cuda.so" "$arch"
fi
find "$natives" -name '*.so*' -exec strip --strip-unneeded {} +
(cd "$natives" && jar --create --no-compress --no-manifest --file "$folder/natives.jar" org)
rm -rf "$natives"
jlink --add-modules java.se,jdk.unsupported,jdk.zipfs,jdk.httpserver,jdk.crypto.ec --strip-debug --no-man-pages \
    --no-header-files --output "$folder/runtime"
if [[ -n $data ]]; then
    cp -r "$data/mnist" "$data/mnist-m" "$folder/data/"
fi
# The libraries with which Java draws text; a small machine may have none.
mkdir "$folder/runtime/native"
ldd "$folder"/runtime/lib/lib{fontmanager,freetype,lcms,javajpeg}.so 2>/dev/null |
    awk '$3 ~ /^\// && $3 !~ /\/(libc|libm|libjava|libawt|libgcc_s|libstdc\+\+|ld-linux-x86-64)\.so/ { print $3 }' | sort -u |
    xargs -I FILE cp -L FILE "$folder/runtime/native/"

# Blocks are packed, and unpacked, side by side.
tar -C "$out/base" -cf - cuda-check | xz -T0 -6 --block-size=33554432 | split -b 55000000 -d - "$out/base.tar.xz."
ls -l "$out"/base.tar.xz.*
