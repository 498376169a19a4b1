using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GstMemInterop.Tests.Compile;

/// <summary>The C# compiler in this process, over our assemblies as a user references them.</summary>
internal static class Compiler
{
    private const string Usings = """
        using System;
        using System.Buffers;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Numerics.Tensors;
        using System.Runtime.InteropServices;
        using System.Text;
        using System.Threading.Tasks;
        using GstMemInterop;
        using GstMemInterop.Bytes;

        """;

    private static readonly CSharpParseOptions s_language = new(LanguageVersion.Preview);

    private static readonly CSharpCompilationOptions s_options =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);

    // What this process may load is what a program that references the package sees.
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles members of a class of a user's program; answers the errors, in the order of the text.</summary>
    internal static Diagnostic[] ErrorsIn(string members)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText($"{Usings}class Program\n{{\n{members}\n}}\n", s_language, cancellationToken: TestContext.Current.CancellationToken);

        // Emitted, not only bound: what may not live across an await is found when the state machine is made.
        return [.. CSharpCompilation.Create("Program", [tree], s_references, s_options).Emit(Stream.Null, cancellationToken: TestContext.Current.CancellationToken).Diagnostics
            .Where(static d => d.Severity == DiagnosticSeverity.Error).OrderBy(static d => d.Location.SourceSpan.Start)];
    }
}
