# Sourced by scripts that start Java: find_jdk sets jdk to the home of a JDK 25.

is_jdk_25() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    if [ -r "$1/release" ]; then
        grep -q '^JAVA_VERSION="25[".+-]' "$1/release"
    else
        "$1/bin/java" -version 2>&1 | head -n 1 | grep -q '"25[".+-]'
    fi
}

find_jdk() {
    path_java=$(command -v java 2>/dev/null) && path_java=$(readlink -f "$path_java" 2>/dev/null) || path_java=
    for jdk in "${JAVA_HOME:-}" "${path_java%/bin/java}" /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25* \
        "$HOME"/.jdks/*25* /opt/*jdk*25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
        if [ -n "$jdk" ] && is_jdk_25 "$jdk"; then
            return 0
        fi
    done
    echo "${0##*/}: a JDK 25 is needed and none was found: install one (https://adoptium.net, or apt install openjdk-25-jdk) or set JAVA_HOME to it" >&2
    exit 2
}
