namespace GstMemInterop.Generator.Model;

/// <summary>The review surface, read from <c>gstreamer.manifest.json</c>.</summary>
internal sealed record Manifest(
    string Floor,
    string? VersionPackage,
    ValueList<string> Packages,
    ValueList<string> Defines,
    ValueList<string> Includes,
    string? Newer,
    ValueList<LibraryEntry> Libraries,
    ValueList<HeaderEntry> Headers);

/// <param name="Key">The name in <c>NativeLibraries</c> and in the manifest's headers.</param>
/// <param name="ClassName">The C# class that holds its imports.</param>
/// <param name="FileName">The library on the machine that runs the generator; only 'symbols' opens it.</param>
internal sealed record LibraryEntry(string Key, string ClassName, string FileName);

internal sealed record HeaderEntry(
    string Header,
    string Library,
    ValueList<FunctionEntry> Functions,
    ValueList<RecordEntry> Structs,
    ValueList<string> Opaque,
    ValueList<EnumEntry> Enums,
    ValueList<ConstantEntry> Constants)
{
    public string BaseName => Path.GetFileNameWithoutExtension(Header);
}

/// <param name="Leaf">The call can neither block nor re-enter managed code: the GC transition is suppressed.</param>
/// <param name="Notes">Ownership: one entry per parameter or <c>return</c>, e.g. <c>mem full</c>.</param>
/// <param name="Requalified">The version whose header adds or drops a const: no change of ABI, but of what C compares; older or newer than ours.</param>
internal sealed record FunctionEntry(string Name, string? Since, string? Requalified, bool Leaf, ValueList<string> Notes);

/// <param name="Grew">The version that appended what the mirror has at its end: older headers have a shorter one.</param>
internal sealed record RecordEntry(string Name, bool MayGrow, string? Grew);

/// <param name="PublicName">Set when the safe layer gets a PascalCase twin.</param>
/// <param name="KeepSpelling">The twin's members keep C's spelling after the prefix (I420, GRAY8).</param>
/// <param name="Combined">Constants (C has macros for them) that the twin gets as members too.</param>
internal sealed record EnumEntry(
    string Name, bool Flags, bool Public, string? Prefix, bool KeepSpelling, ValueList<(string C, string CSharp)> Renames, ValueList<string> Combined);

/// <param name="IsText">The macro is a string literal.</param>
/// <param name="IsVersion">The value belongs to the installed headers, not to the ABI: never asserted.</param>
/// <param name="CTypeName">The typedef the value is meant as; a macro's own type is only as wide as this machine's.</param>
internal sealed record ConstantEntry(string Name, bool IsVersion, bool IsText, string? CTypeName);
