using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClangSharp.Interop;

public unsafe delegate CXChildVisitResult CXCursorVisitor(CXCursor cursor, CXCursor parent, void* client_data);

public readonly record struct CXClientData(nint Handle);

// Only members that ClangSharp forwards to libclang itself. Where its property asks its own helper library instead
// (Definition, GetArgument), callers use the static method, which is libclang's in both.
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CXCursor : IEquatable<CXCursor>
{
    public CXCursorKind kind;
    public int xdata;
    private readonly void* data0;
    private readonly void* data1;
    private readonly void* data2;

    public readonly CXCursorKind Kind => kind;

    public readonly bool IsNull => clang.Cursor_isNull(this) != 0;

    public readonly CXString Spelling => clang.getCursorSpelling(this);

    public readonly CXType Type => clang.getCursorType(this);

    public readonly CXSourceLocation Location => clang.getCursorLocation(this);

    public readonly bool IsAnonymous => clang.Cursor_isAnonymous(this) != 0;

    public readonly bool IsBitField => clang.Cursor_isBitField(this) != 0;

    public readonly int FieldDeclBitWidth => clang.getFieldDeclBitWidth(this);

    public readonly CXType EnumDecl_IntegerType => clang.getEnumDeclIntegerType(this);

    public readonly long EnumConstantDeclValue => clang.getEnumConstantDeclValue(this);

    public readonly ulong EnumConstantDeclUnsignedValue => clang.getEnumConstantDeclUnsignedValue(this);

    public readonly CXType TypedefDeclUnderlyingType => clang.getTypedefDeclUnderlyingType(this);

    public readonly CXEvalResult Evaluate => clang.Cursor_Evaluate(this);

    public static bool operator ==(CXCursor left, CXCursor right) => left.Equals(right);

    public static bool operator !=(CXCursor left, CXCursor right) => !left.Equals(right);

    public readonly CXChildVisitResult VisitChildren(CXCursorVisitor visitor, CXClientData clientData)
    {
        nint pointer = Marshal.GetFunctionPointerForDelegate(visitor);
        uint broken = clang.visitChildren(
            this, (delegate* unmanaged[Cdecl]<CXCursor, CXCursor, void*, CXChildVisitResult>)pointer, clientData);
        GC.KeepAlive(visitor);
        return (CXChildVisitResult)broken;
    }

    public readonly bool Equals(CXCursor other) =>
        kind == other.kind && data0 == other.data0 && data1 == other.data1 && data2 == other.data2;

    public override readonly bool Equals(object? obj) => obj is CXCursor other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(kind, (nint)data0, (nint)data1);
}

[StructLayout(LayoutKind.Sequential)]
public unsafe struct CXType
{
    public CXTypeKind kind;
    private readonly void* data0;
    private readonly void* data1;

    public readonly CXType CanonicalType => clang.getCanonicalType(this);

    public readonly CXString Spelling => clang.getTypeSpelling(this);

    public readonly CXType NamedType => clang.Type_getNamedType(this);

    public readonly bool IsConstQualified => clang.isConstQualifiedType(this) != 0;

    public readonly bool IsFunctionTypeVariadic => clang.isFunctionTypeVariadic(this) != 0;

    public readonly CXType ResultType => clang.getResultType(this);

    public readonly int NumArgTypes => clang.getNumArgTypes(this);

    public readonly CXType ArrayElementType => clang.getArrayElementType(this);

    public readonly long ArraySize => clang.getArraySize(this);

    public readonly long SizeOf => clang.Type_getSizeOf(this);

    public readonly long AlignOf => clang.Type_getAlignOf(this);

    public readonly CXType GetArgType(uint index) => clang.getArgType(this, index);

    public readonly long GetOffsetOf(string field)
    {
        nint name = Marshal.StringToCoTaskMemUTF8(field);
        long offset = clang.Type_getOffsetOf(this, (sbyte*)name);
        Marshal.FreeCoTaskMem(name);
        return offset;
    }
}
