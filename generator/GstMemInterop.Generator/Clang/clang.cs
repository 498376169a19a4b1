using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClangSharp.Interop;

// The part of libclang's C API that the generator calls, under ClangSharp's spelling: clang_getCursorKind is clang.getCursorKind.
public static unsafe partial class clang
{
    private const string Library = "libclang";

    [LibraryImport(Library, EntryPoint = "clang_createIndex")]
    public static partial CXIndex createIndex(int excludeDeclarationsFromPCH, int displayDiagnostics);

    [LibraryImport(Library, EntryPoint = "clang_disposeIndex")]
    public static partial void disposeIndex(CXIndex index);

    [LibraryImport(Library, EntryPoint = "clang_parseTranslationUnit2")]
    public static partial CXErrorCode parseTranslationUnit2(CXIndex index, sbyte* sourceFilename, sbyte** args, int argCount,
        CXUnsavedFile* unsavedFiles, uint unsavedFileCount, uint options, CXTranslationUnit* unit);

    [LibraryImport(Library, EntryPoint = "clang_disposeTranslationUnit")]
    public static partial void disposeTranslationUnit(CXTranslationUnit unit);

    [LibraryImport(Library, EntryPoint = "clang_getTranslationUnitCursor")]
    public static partial CXCursor getTranslationUnitCursor(CXTranslationUnit unit);

    [LibraryImport(Library, EntryPoint = "clang_getNumDiagnostics")]
    public static partial uint getNumDiagnostics(CXTranslationUnit unit);

    [LibraryImport(Library, EntryPoint = "clang_getDiagnostic")]
    public static partial CXDiagnostic getDiagnostic(CXTranslationUnit unit, uint index);

    [LibraryImport(Library, EntryPoint = "clang_getDiagnosticSeverity")]
    public static partial CXDiagnosticSeverity getDiagnosticSeverity(CXDiagnostic diagnostic);

    [LibraryImport(Library, EntryPoint = "clang_formatDiagnostic")]
    public static partial CXString formatDiagnostic(CXDiagnostic diagnostic, uint options);

    [LibraryImport(Library, EntryPoint = "clang_defaultDiagnosticDisplayOptions")]
    public static partial uint defaultDiagnosticDisplayOptions();

    [LibraryImport(Library, EntryPoint = "clang_disposeDiagnostic")]
    public static partial void disposeDiagnostic(CXDiagnostic diagnostic);

    [LibraryImport(Library, EntryPoint = "clang_visitChildren")]
    public static partial uint visitChildren(CXCursor parent,
        delegate* unmanaged[Cdecl]<CXCursor, CXCursor, void*, CXChildVisitResult> visitor, CXClientData data);

    [LibraryImport(Library, EntryPoint = "clang_getCursorSpelling")]
    public static partial CXString getCursorSpelling(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_getCursorType")]
    public static partial CXType getCursorType(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_getCursorLocation")]
    public static partial CXSourceLocation getCursorLocation(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_getCursorDefinition")]
    public static partial CXCursor getCursorDefinition(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_Cursor_isNull")]
    public static partial int Cursor_isNull(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_Cursor_isAnonymous")]
    public static partial uint Cursor_isAnonymous(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_Cursor_isBitField")]
    public static partial uint Cursor_isBitField(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_getFieldDeclBitWidth")]
    public static partial int getFieldDeclBitWidth(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_Cursor_getOffsetOfField")]
    public static partial long Cursor_getOffsetOfField(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_Cursor_getArgument")]
    public static partial CXCursor Cursor_getArgument(CXCursor cursor, uint index);

    [LibraryImport(Library, EntryPoint = "clang_Cursor_Evaluate")]
    public static partial CXEvalResult Cursor_Evaluate(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_EvalResult_getKind")]
    public static partial CXEvalResultKind EvalResult_getKind(CXEvalResult result);

    [LibraryImport(Library, EntryPoint = "clang_EvalResult_getAsStr")]
    public static partial sbyte* EvalResult_getAsStr(CXEvalResult result);

    [LibraryImport(Library, EntryPoint = "clang_EvalResult_dispose")]
    public static partial void EvalResult_dispose(CXEvalResult result);

    [LibraryImport(Library, EntryPoint = "clang_getEnumDeclIntegerType")]
    public static partial CXType getEnumDeclIntegerType(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_getEnumConstantDeclValue")]
    public static partial long getEnumConstantDeclValue(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_getEnumConstantDeclUnsignedValue")]
    public static partial ulong getEnumConstantDeclUnsignedValue(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_getTypedefDeclUnderlyingType")]
    public static partial CXType getTypedefDeclUnderlyingType(CXCursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_getCanonicalType")]
    public static partial CXType getCanonicalType(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_getTypeSpelling")]
    public static partial CXString getTypeSpelling(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_getTypeDeclaration")]
    public static partial CXCursor getTypeDeclaration(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_getPointeeType")]
    public static partial CXType getPointeeType(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_Type_getNamedType")]
    public static partial CXType Type_getNamedType(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_Type_getModifiedType")]
    public static partial CXType Type_getModifiedType(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_isConstQualifiedType")]
    public static partial uint isConstQualifiedType(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_isFunctionTypeVariadic")]
    public static partial uint isFunctionTypeVariadic(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_getResultType")]
    public static partial CXType getResultType(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_getNumArgTypes")]
    public static partial int getNumArgTypes(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_getArgType")]
    public static partial CXType getArgType(CXType type, uint index);

    [LibraryImport(Library, EntryPoint = "clang_getArrayElementType")]
    public static partial CXType getArrayElementType(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_getArraySize")]
    public static partial long getArraySize(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_Type_getSizeOf")]
    public static partial long Type_getSizeOf(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_Type_getAlignOf")]
    public static partial long Type_getAlignOf(CXType type);

    [LibraryImport(Library, EntryPoint = "clang_Type_getOffsetOf")]
    public static partial long Type_getOffsetOf(CXType type, sbyte* field);

    [LibraryImport(Library, EntryPoint = "clang_getExpansionLocation")]
    public static partial void getExpansionLocation(CXSourceLocation location, CXFile* file, uint* line, uint* column, uint* offset);

    [LibraryImport(Library, EntryPoint = "clang_getFileName")]
    public static partial CXString getFileName(CXFile file);

    [LibraryImport(Library, EntryPoint = "clang_getClangVersion")]
    public static partial CXString getClangVersion();

    [LibraryImport(Library, EntryPoint = "clang_getCString")]
    public static partial sbyte* getCString(CXString text);

    [LibraryImport(Library, EntryPoint = "clang_disposeString")]
    public static partial void disposeString(CXString text);
}
