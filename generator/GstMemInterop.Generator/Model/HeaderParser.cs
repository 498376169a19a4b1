using System.Text;
using ClangSharp.Interop;

namespace GstMemInterop.Generator.Model;

/// <summary>One parse of all headers the manifest includes, with a synthetic main file that also evaluates its constants.</summary>
internal sealed class HeaderParser : IDisposable
{
    public const string TypePrefix = "gmi_type_";
    public const string ValuePrefix = "gmi_value_";
    public const string TextPrefix = "gmi_text_";
    private const string MainFile = "gmi_main.c";

    private CXIndex _index;
    private CXTranslationUnit _unit;

    private HeaderParser(CXIndex index, CXTranslationUnit unit) => (_index, _unit) = (index, unit);

    public CXCursor Root => _unit.Cursor;

    public static HeaderParser Parse(Manifest manifest, IEnumerable<string> arguments, string? newerPath)
    {
        CXUnsavedFile file = CXUnsavedFile.Create(MainFile, MainText(manifest, newerPath));
        CXIndex index = CXIndex.Create();
        string[] args = [.. arguments, .. manifest.Defines.Select(d => "-D" + d)];
        CXErrorCode code = CXTranslationUnit.TryParse(
            index, MainFile, args, [file],
            CXTranslationUnit_Flags.CXTranslationUnit_SkipFunctionBodies
                | CXTranslationUnit_Flags.CXTranslationUnit_DetailedPreprocessingRecord,
            out CXTranslationUnit unit);
        file.Dispose();
        HeaderParser parser = new(index, unit);
        if (code != CXErrorCode.CXError_Success)
        {
            parser.Dispose();
            throw new GeneratorException($"libclang could not parse the headers: {code}");
        }

        parser.ThrowOnErrors();
        return parser;
    }

    public void Dispose()
    {
        _unit.Dispose();
        _index.Dispose();
    }

    private static string MainText(Manifest manifest, string? newerPath)
    {
        StringBuilder text = new();
        foreach (string include in manifest.Includes)
        {
            text.Append($"#include <{include}>\n");
        }

        // A header that a later GStreamer brought may be missing here; newer.h then stands in for it.
        foreach (string header in manifest.Headers.Select(h => h.Header).Where(h => h.StartsWith("gst/", StringComparison.Ordinal)))
        {
            text.Append($"#if __has_include(<{header}>)\n#include <{header}>\n#endif\n");
        }

        if (newerPath is not null)
        {
            text.Append($"#include \"{newerPath}\"\n");
        }

        foreach (ConstantEntry constant in manifest.Headers.SelectMany(h => h.Constants))
        {
            string name = constant.Name;
            // The macro's own type, value and text: the compiler evaluates, we only read.
            text.Append($"#ifdef {name}\n");
            text.Append(constant.IsText
                ? $"static const char *{TextPrefix}{name} = {name};\n"
                : $"static {constant.CTypeName ?? $"__typeof__({name})"} {TypePrefix}{name};\nenum {{ {ValuePrefix}{name} = ({name}) }};\n");
            text.Append("#endif\n");
        }

        return text.ToString();
    }

    private void ThrowOnErrors()
    {
        List<string> errors = [];
        for (uint i = 0; i < _unit.NumDiagnostics; i++)
        {
            using CXDiagnostic diagnostic = _unit.GetDiagnostic(i);
            if (diagnostic.Severity >= CXDiagnosticSeverity.CXDiagnostic_Error)
            {
                errors.Add(diagnostic.Format(CXDiagnostic.DefaultDisplayOptions).ToString());
            }
        }

        if (errors.Count != 0)
        {
            Dispose();
            throw new GeneratorException("the headers do not compile:\n  " + string.Join("\n  ", errors.Take(20)));
        }
    }
}
