using System.Runtime.InteropServices;
using System.Text;

namespace ClangSharp.Interop;

[StructLayout(LayoutKind.Sequential)]
public unsafe struct CXString : IDisposable
{
    private readonly void* data;
    private readonly uint private_flags;

    public readonly string CString => Marshal.PtrToStringUTF8((nint)clang.getCString(this)) ?? string.Empty;

    public readonly void Dispose() => clang.disposeString(this);

    // ClangSharp's ToString disposes the native string too, so that `cursor.Spelling.ToString()` does not leak.
    public override readonly string ToString()
    {
        string text = CString;
        Dispose();
        return text;
    }
}

[StructLayout(LayoutKind.Sequential)]
public struct CXIndex : IDisposable
{
    public nint Handle;

    public static CXIndex Create(bool excludeDeclarationsFromPch = false, bool displayDiagnostics = false) =>
        clang.createIndex(excludeDeclarationsFromPch ? 1 : 0, displayDiagnostics ? 1 : 0);

    public void Dispose()
    {
        if (Handle != 0)
        {
            clang.disposeIndex(this);
            Handle = 0;
        }
    }
}

[StructLayout(LayoutKind.Sequential)]
public unsafe struct CXTranslationUnit : IDisposable
{
    public nint Handle;

    public readonly CXCursor Cursor => clang.getTranslationUnitCursor(this);

    public readonly uint NumDiagnostics => clang.getNumDiagnostics(this);

    public static CXErrorCode TryParse(CXIndex index, string sourceFileName, ReadOnlySpan<string> commandLineArgs,
        ReadOnlySpan<CXUnsavedFile> unsavedFiles, CXTranslationUnit_Flags options, out CXTranslationUnit translationUnit)
    {
        CXTranslationUnit unit = default;
        nint name = Marshal.StringToCoTaskMemUTF8(sourceFileName);
        nint[] args = new nint[commandLineArgs.Length];
        try
        {
            for (int i = 0; i < args.Length; i++)
            {
                args[i] = Marshal.StringToCoTaskMemUTF8(commandLineArgs[i]);
            }

            fixed (nint* argPointer = args)
            fixed (CXUnsavedFile* files = unsavedFiles)
            {
                CXErrorCode code = clang.parseTranslationUnit2(
                    index, (sbyte*)name, (sbyte**)argPointer, args.Length, files, (uint)unsavedFiles.Length, (uint)options, &unit);
                translationUnit = unit;
                return code;
            }
        }
        finally
        {
            Marshal.FreeCoTaskMem(name);
            foreach (nint arg in args)
            {
                Marshal.FreeCoTaskMem(arg);
            }
        }
    }

    public readonly CXDiagnostic GetDiagnostic(uint index) => clang.getDiagnostic(this, index);

    public void Dispose()
    {
        if (Handle != 0)
        {
            clang.disposeTranslationUnit(this);
            Handle = 0;
        }
    }
}

[StructLayout(LayoutKind.Sequential)]
public unsafe struct CXUnsavedFile : IDisposable
{
    public sbyte* Filename;
    public sbyte* Contents;
    public nuint Length;

    public static CXUnsavedFile Create(string filename, string contents) => new()
    {
        Filename = (sbyte*)Marshal.StringToCoTaskMemUTF8(filename),
        Contents = (sbyte*)Marshal.StringToCoTaskMemUTF8(contents),
        Length = (nuint)Encoding.UTF8.GetByteCount(contents),
    };

    public void Dispose()
    {
        Marshal.FreeCoTaskMem((nint)Filename);
        Marshal.FreeCoTaskMem((nint)Contents);
        Filename = Contents = null;
    }
}

[StructLayout(LayoutKind.Sequential)]
public unsafe struct CXSourceLocation
{
    private readonly void* ptr0;
    private readonly void* ptr1;
    private readonly uint int_data;

    public readonly void GetExpansionLocation(out CXFile file, out uint line, out uint column, out uint offset)
    {
        CXFile f;
        uint l, c, o;
        clang.getExpansionLocation(this, &f, &l, &c, &o);
        (file, line, column, offset) = (f, l, c, o);
    }
}

[StructLayout(LayoutKind.Sequential)]
public struct CXFile
{
    public nint Handle;

    public readonly CXString Name => clang.getFileName(this);
}

[StructLayout(LayoutKind.Sequential)]
public struct CXDiagnostic : IDisposable
{
    public nint Handle;

    public static CXDiagnosticDisplayOptions DefaultDisplayOptions =>
        (CXDiagnosticDisplayOptions)clang.defaultDiagnosticDisplayOptions();

    public readonly CXDiagnosticSeverity Severity => clang.getDiagnosticSeverity(this);

    public readonly CXString Format(CXDiagnosticDisplayOptions options) => clang.formatDiagnostic(this, (uint)options);

    public readonly void Dispose() => clang.disposeDiagnostic(this);
}

[StructLayout(LayoutKind.Sequential)]
public unsafe struct CXEvalResult : IDisposable
{
    public nint Handle;

    public readonly CXEvalResultKind Kind => Handle == 0 ? CXEvalResultKind.CXEval_UnExposed : clang.EvalResult_getKind(this);

    public readonly string AsStr => Marshal.PtrToStringUTF8((nint)clang.EvalResult_getAsStr(this)) ?? string.Empty;

    public void Dispose()
    {
        if (Handle != 0)
        {
            clang.EvalResult_dispose(this);
            Handle = 0;
        }
    }
}
