using System.Globalization;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Emit;

/// <summary>
/// A C program that holds the installed headers against what the mirrors assume. Run, it names each mismatch with both values;
/// compiled with STATIC_PROOF, every fact is a static assertion.
/// </summary>
internal static class ProbeEmitter
{
    private const string Preamble = """
        typedef struct { const char *name; long long expected; long long actual; int at_least; } Fact;
        typedef struct { const char *name; const char *expected; const char *actual; } TextFact;

        #ifdef STATIC_PROOF
        #define FACT(name, expected, actual) \
          _Static_assert ((long long) (expected) == (long long) (actual), name " is not " #expected);
        #define FACT_AT_LEAST(name, expected, actual) \
          _Static_assert ((long long) (expected) <= (long long) (actual), name " is less than " #expected);
        #else
        #define FACT(name, expected, actual) { name, expected, (long long) (actual), 0 },
        #define FACT_AT_LEAST(name, expected, actual) { name, expected, (long long) (actual), 1 },
        #endif
        #define SIZE(type, path) sizeof (((type *) 0)->path)
        #define SIGNATURE(function, type) __builtin_types_compatible_p (__typeof__ (function), type)
        """;

    private const string Main = """
        int
        main (void)
        {
          unsigned int held = 0, broken = 0, i;
        #ifndef STATIC_PROOF
          for (i = 0; i < sizeof (facts) / sizeof (facts[0]); i++) {
            const Fact *f = &facts[i];
            if (f->at_least ? f->actual >= f->expected : f->actual == f->expected) {
              held++;
            } else {
              broken++;
              printf ("%s;%s%lld;%lld\n", f->name, f->at_least ? ">=" : "", f->expected, f->actual);
            }
          }
        #endif
          for (i = 0; i < sizeof (texts) / sizeof (texts[0]) - 1; i++) {
            if (strcmp (texts[i].expected, texts[i].actual) == 0) {
              held++;
            } else {
              broken++;
              printf ("%s;%s;%s\n", texts[i].name, texts[i].expected, texts[i].actual);
            }
          }
          printf ("abi proof: %u facts hold (GStreamer %d.%d.%d)\n", held, GST_VERSION_MAJOR, GST_VERSION_MINOR, GST_VERSION_MICRO);
          return broken == 0 ? 0 : 1;
        }
        """;

    public static string Emit(NativeApi api, Manifest manifest)
    {
        CodeWriter writer = new();
        WriteTop(writer, api, manifest);
        writer.Line("#ifndef STATIC_PROOF");
        writer.Line("static const Fact facts[] = {");
        writer.Line("#endif");
        ProbeTypes.Write(writer, api);
        foreach (HeaderModel header in api.Headers)
        {
            // A header that the installed version lacks can only hold functions that are newer than it.
            writer.Line();
            writer.Line($"/* {header.Header} */");
            WriteHeader(writer, header, Version.TryParse(api.GStreamerVersion, out Version? ours) ? ours : new Version());
        }

        writer.Line();
        writer.Line("#ifndef STATIC_PROOF");
        writer.Line("};");
        writer.Line("#endif");
        WriteTexts(writer, api);
        writer.Line();
        WriteLines(writer, Main);
        return writer.ToString();
    }

    private static void WriteTop(CodeWriter writer, NativeApi api, Manifest manifest)
    {
        writer.Line($"/* Generated from GStreamer {api.GStreamerVersion}'s headers, generator {Banner.GeneratorVersion}. Do not edit.");
        writer.Line(" * It proves the mirrors on LP64 targets: gcc abi_probe.g.c $(pkg-config --cflags "
            + string.Join(' ', manifest.Packages) + ") && ./a.out */");
        writer.Line("#pragma GCC diagnostic ignored \"-Wdeprecated-declarations\"");
        foreach (string define in manifest.Defines)
        {
            writer.Line($"#define {define}");
        }

        string[] included =
        [
            .. manifest.Includes,
            .. manifest.Headers.Select(h => h.Header).Where(h => h.StartsWith("gst/", StringComparison.Ordinal)).Except(manifest.Includes),
        ];
        foreach (string include in included)
        {
            writer.Line($"#if __has_include(<{include}>)");
            writer.Line($"#include <{include}>");
            writer.Line("#endif");
        }

        writer.Line("#include <stddef.h>");
        writer.Line("#include <stdio.h>");
        writer.Line("#include <string.h>");
        writer.Line();
        writer.Line("#ifndef GST_VERSION_MAJOR");
        writer.Line("#define GST_VERSION_MAJOR 0");
        writer.Line("#define GST_VERSION_MINOR 0");
        writer.Line("#define GST_VERSION_MICRO 0");
        writer.Line("#define GST_CHECK_VERSION(major, minor, micro) 0");
        writer.Line("#endif");
        WriteLines(writer, Preamble);
        writer.Line();
    }

    private static void WriteHeader(CodeWriter writer, HeaderModel header, Version ours)
    {
        foreach (ConstantModel constant in header.Constants.Where(c => !c.IsVersion && c.CSharpType != "string"))
        {
            writer.Line($"FACT (\"{constant.Name}\", {constant.Value}LL, {constant.Name})");
        }

        foreach (EnumModel model in header.Enums)
        {
            writer.Line($"FACT (\"{model.Name} is signed\", {(model.Underlying == "int" ? 1 : 0)}, ({model.Name}) -1 < 0)");
            writer.Line($"FACT (\"sizeof {model.Name}\", 4, sizeof ({model.Name}))");
            foreach (EnumMemberModel member in model.Members)
            {
                writer.Line(string.Create(CultureInfo.InvariantCulture, $"FACT (\"{member.Name}\", {member.Value}LL, {member.Name})"));
            }
        }

        foreach (RecordModel record in header.Records)
        {
            WriteRecord(writer, record);
        }

        foreach (FunctionModel function in header.Functions)
        {
            WriteSignature(writer, function, ours);
        }
    }

    private static void WriteRecord(CodeWriter writer, RecordModel record)
    {
        string fact = record.MayGrow ? "FACT_AT_LEAST" : "FACT";
        WriteWhere(writer, record.Grew is { } grew ? VersionCheck(grew) : null, $"{fact} (\"sizeof {record.Name}\", {record.Size}, sizeof ({record.CSpelling}))");
        writer.Line($"FACT (\"alignof {record.Name}\", {record.Alignment}, _Alignof ({record.CSpelling}))");
        WriteFields(writer, record, record.CSpelling, record.Name, "", 0);
    }

    private static void WriteFields(CodeWriter writer, RecordModel record, string spelling, string name, string path, long start)
    {
        foreach (FieldModel field in record.Fields.Where(f => f.BitWidth == 0))
        {
            string here = path + (field.IsNamed ? field.Name : "");
            long offset = start + (field.OffsetInBits / 8);
            if (field.IsNamed && !IsReserve(field.Name))
            {
                writer.Line($"FACT (\"offsetof {name}.{here}\", {offset}, offsetof ({spelling}, {here}))");
                writer.Line($"FACT (\"sizeof {name}.{here}\", {field.Size}, SIZE ({spelling}, {here}))");
            }

            CType type = field.Type is ArrayType array ? StructPlan.Flatten(array).Element : field.Type;
            if (type is AnonymousType nested)
            {
                string index = string.Concat(Enumerable.Repeat("[0]", Dimensions(field.Type)));
                WriteFields(writer, nested.Record, spelling, name, field.IsNamed ? $"{here}{index}." : path, offset);
            }
        }
    }

    private static int Dimensions(CType type) => type is ArrayType array ? 1 + Dimensions(array.Element) : 0;

    private static void WriteSignature(CodeWriter writer, FunctionModel function, Version ours)
    {
        string? condition = function.Entry switch
        {
            { Since: { } since } => VersionCheck(since),
            { Requalified: { } changed } => (Version.Parse(changed) > ours ? "!" : "") + VersionCheck(changed),
            _ => null,
        };
        WriteWhere(writer, condition, $"FACT (\"signature of {function.Name}\", 1, SIGNATURE ({function.Name}, {function.Type.Declare("")}))");
    }

    private static void WriteWhere(CodeWriter writer, string? condition, string fact)
    {
        if (condition is not null)
        {
            writer.Line($"#if {condition}");
        }

        writer.Line(fact);
        if (condition is not null)
        {
            writer.Line("#endif");
        }
    }

    private static string VersionCheck(string version) =>
        $"GST_CHECK_VERSION ({version.Replace(".", ", ", StringComparison.Ordinal)}, 0)";

    // What a version keeps in reserve, a later one may name: the struct's size is the promise, not the reserve, nor how
    // much of an ABI union is named.
    private static bool IsReserve(string field) =>
        field.StartsWith("_gst_reserved", StringComparison.Ordinal) || field is "_g_reserved" or "pdummy" or "dummy" or "abi";

    private static void WriteTexts(CodeWriter writer, NativeApi api)
    {
        writer.Line();
        writer.Line("static const TextFact texts[] = {");
        foreach (ConstantModel constant in api.Constants.Where(c => c.CSharpType == "string"))
        {
            writer.Line($"  {{ \"{constant.Name}\", \"{constant.Literal}\", {constant.Name} }},");
        }

        writer.Line("  { 0, 0, 0 }");
        writer.Line("};");
    }

    private static void WriteLines(CodeWriter writer, string text)
    {
        foreach (string line in text.Split('\n'))
        {
            writer.Line(line);
        }
    }
}
