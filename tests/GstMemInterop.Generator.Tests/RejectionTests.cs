using GstMemInterop.Generator.Emit;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Tests;

/// <summary>What the generator refuses, and that its message says what to do.</summary>
public sealed class RejectionTests
{
    private const string Header = """
        typedef struct _Tiny { int x; } Tiny;
        typedef struct _Hidden Hidden;
        typedef enum { TINY_A, TINY_B } TinyEnum;
        #define TINY_LONG 7L
        void tiny_free (Tiny *tiny);
        void tiny_hide (Hidden *hidden);
        void tiny_print (const char *format, ...);
        long double tiny_precise (void);
        """;

    [Theory]
    [InlineData(""" "functions": { "tiny_fre": "" } """, "no function 'tiny_fre'; did you mean tiny_free?")]
    [InlineData(""" "structs": { "Tinny": "" } """, "no struct 'Tinny'; did you mean Tiny?")]
    [InlineData(""" "enums": { "TinyEnom": "" } """, "no enum 'TinyEnom'; did you mean TinyEnum?")]
    [InlineData(""" "opaque": ["Hiden"] """, "no type 'Hiden'; did you mean Hidden?")]
    [InlineData(""" "constants": { "TINY_LON": "" } """, "no constant 'TINY_LON'; did you mean TINY_LONG?")]
    [InlineData(""" "structs": { "Tiny": "" }, "functions": { "tiny_free": "tinny full" } """, "no parameter 'tinny'; did you mean tiny?")]
    [InlineData(""" "functions": { "tiny_hide": "" } """, "tiny_hide uses Hidden, which the manifest does not name")]
    [InlineData(""" "structs": { "Hidden": "" } """, "name it under 'opaque'")]
    [InlineData(""" "functions": { "tiny_print": "" } """, "variable number of arguments")]
    [InlineData(""" "functions": { "tiny_precise": "" } """, "no blittable C# twin")]
    [InlineData(""" "constants": { "TINY_LONG": "" } """, "TINY_LONG is a C long")]
    [InlineData(""" "enums": { "TinyEnum": "public; prefix NO_" } """, "does not start with NO_")]
    [InlineData(""" "enums": { "TinyEnum": "publik" } """, "'publik' on enum TinyEnum is not one of")]
    [InlineData(""" "structs": { "Tiny": "grows" } """, "only 'mayGrow' and 'grew 1.22' are known")]
    [InlineData(""" "structures": { "Tiny": "" } """, "'structures' is not a key of a header")]
    public void A_mistake_in_the_manifest_is_named(string section, string expected)
    {
        GeneratorException error = Fail(Header, section);

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_reported_in_one_run()
    {
        GeneratorException error = Fail(Header, """ "functions": { "tiny_a": "", "tiny_b": "" } """);

        Assert.Contains("'tiny_a'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'tiny_b'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_does_not_compile_fails_with_the_compilers_words()
    {
        GeneratorException error = Fail("typedef struct _Tiny { unknown_type x; } Tiny;", """ "structs": { "Tiny": "" } """);

        Assert.Contains("unknown type name 'unknown_type'", error.Message, StringComparison.Ordinal);
        Assert.Contains("tiny.h:1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gst_buffer_map", "gst_buffer_map", 0)]
    [InlineData("gst_bufer_map", "gst_buffer_map", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Edit_distance_counts_single_changes(string a, string b, int expected) =>
        Assert.Equal(expected, NearestName.Distance(a, b));

    private static GeneratorException Fail(string header, string section)
    {
        using TinyManifest manifest = new("tiny", header, section);
        return Assert.Throws<GeneratorException>(() => OutputSet.Create(ManifestReader.Read(manifest.Path), manifest.Path));
    }
}
