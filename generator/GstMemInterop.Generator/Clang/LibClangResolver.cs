using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClangSharp.Interop;

// Debian installs libclang-19.so.1 and libclang-14.so.1 without the plain name, so the usual probing never finds them.
internal static class LibClangResolver
{
    private static readonly string[] Candidates =
    [
        "libclang-19.so.1", "libclang-19.so", "libclang-14.so.1", "libclang-14.so",
        "libclang-20.so.1", "libclang-18.so.1", "libclang-17.so.1", "libclang-16.so.1", "libclang-15.so.1",
        "libclang.so.1", "libclang.so", "libclang.dylib", "libclang.dll",
    ];

#pragma warning disable CA2255 // The resolver must be in place before the first libclang call, whoever makes it.
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(clang).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != "libclang")
        {
            return 0;
        }

        string? chosen = Environment.GetEnvironmentVariable("LIBCLANG_PATH");
        if (!string.IsNullOrEmpty(chosen))
        {
            // A wrong override must fail loudly: falling back would parse with another version than the one asked for.
            return NativeLibrary.Load(chosen);
        }

        foreach (string candidate in Candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out nint handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException(
            $"libclang was not found (tried {string.Join(", ", Candidates)}). Install libclang1-19 or set LIBCLANG_PATH.");
    }
}
