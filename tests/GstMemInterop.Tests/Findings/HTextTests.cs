using System.Runtime.InteropServices;
using GstMemInterop.Native;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Findings;

/// <summary>Finding H15: one judge for caps, structures and values as text. Under fatal-criticals a wrong judgement ends the process.</summary>
public class HTextTests
{
    [Theory]
    [InlineData("a, b=(GstBuffer)zz")]
    [InlineData("a, b=(taglist)x")]
    [InlineData("video/x-raw, a=(GstCaps)\"video/x-raw, f=(GstBuffer)zz\"")]
    [InlineData("video/x-raw, a=(structure)[x, f=(buffer)zz]")]
    [InlineData("a, b=(structure)\"x, c=\\(structure\\)\\\"y\\\\,\\\\ d\\\\=\\\\(buffer\\\\)zz\\\"\"")]
    [InlineData("a, x=[0x5,0x1]")]
    [InlineData("a, x=[max,min]")]
    [InlineData("a, x=[1,5,0]")]
    [InlineData("a, x=[1,5,2]")]
    [InlineData("a, x=(int)[1,(int)1]")]
    [InlineData("a, x=(gint64)[5,1]")]
    [InlineData("a, x=[1.5,nan]")]
    [InlineData("a, x=[1/2,1/3]")]
    [InlineData("a, x={1,[3,2]}")]
    [InlineData("a, x=(buffer)<00,zz>")]
    [InlineData("a, x=(fraction)1/-2147483648")]
    [InlineData("a, x=1/99999999999")]
    [InlineData("a, x=(fraction)[-2147483648, 5]")]
    [InlineData("a, x=(GstSeekFlags)77777777")]
    [InlineData("a, x=(GEnum)x")]
    [InlineData("a, x=(GObject)x")]
    [InlineData("a, x=(GstSample)x")]
    [InlineData("a, x=(date)2026-13-01")]
    [InlineData("a, x=(datetime)0000-00-00T00:00Z")]
    [InlineData("\"a b\", x=1")]
    [InlineData("1a, x=1")]
    [InlineData("a(, x=1")]
    [InlineData("a, x={(GstCaps)max,(int)x}")]
    [InlineData("a, x=<(buffer)00ff,(boolean)maybe>")]
    [InlineData("a, x={(GstCaps)max,(GstState)nowhere}")]
    [InlineData("a, x={(GstCaps){max,<b,(uint)zz>}}")]
    [InlineData("a, x=<(buffer)00,(string)\"\\377\">")]
    [InlineData("a, x={(GstCaps)\"max\",\"\\377\"}")]
    [InlineData("a(memory:DMABuf ), x=1")]
    [InlineData("a, x=(GstCapsFeatures)memory:DMABuf")]
    public void H15_text_that_C_does_not_survive_is_refused(string text)
    {
        if (text.Contains("\\377", StringComparison.Ordinal))
        {
            Needs.GStreamerVersion("1.20", "bytes that are no UTF-8 were taken before");
        }

        Assert.Throws<FormatException>(() => GstCaps.Parse(text));
        using GstBuffer buffer = GstBuffer.CopyOf([1]);
        Assert.Throws<FormatException>(() => buffer.AddProtectionMeta(text));
        if (!text.StartsWith("a, b=(structure)", StringComparison.Ordinal))
        {
            using GstElement filter = GstElement.Create("capsfilter");
            Assert.Throws<ArgumentException>(() => filter["caps"] = text);
        }
    }

    [Theory]
    [InlineData('{', '}')]
    [InlineData('<', '>')]
    public void H15_deep_nesting_is_refused(char open, char close)
    {
        string deep = $"a, x={new string(open, 30_000)}{new string(close, 30_000)}";
        Assert.Contains("32", Assert.Throws<FormatException>(() => GstCaps.Parse(deep)).Message, StringComparison.Ordinal);
        using GstBuffer buffer = GstBuffer.CopyOf([1]);
        Assert.Throws<FormatException>(() => buffer.AddProtectionMeta(deep));
        using GstCaps fine = GstCaps.Parse($"a, x={new string('<', 20)}{open}1{close}{new string('>', 20)}");
        Assert.Throws<FormatException>(() => GstCaps.Parse("a, x=" + string.Concat(Enumerable.Repeat("[s, x=", 5000)) + "1" + new string(']', 5000)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ANY")]
    [InlineData("EMPTY")]
    [InlineData("video/x-raw")]
    [InlineData("video/x-raw;")]
    [InlineData(" video/x-raw , width = 5 ; audio/x-raw ")]
    [InlineData("video/x-raw(memory:DMABuf, meta:GstVideoOverlayComposition), format=(string){ I420, NV12 }, width=(int)[ 1, 2147483647 ], framerate=(fraction)[ 0/1, 2147483647/1 ]")]
    [InlineData("video/x-raw(ANY), width=[1,max]")]
    [InlineData("video/x-h264, codec_data=(buffer)0164000affe1, stream-format=avc")]
    [InlineData("video/x-theora, streamheader=(buffer)< 80, 81ff >")]
    [InlineData("application/x-rtp, encoding-name=\"H264\", sprop-parameter-sets=\"Z0L,aM4=\", ssrc=(uint)4711, a-framerate=\"30\"")]
    [InlineData("audio/x-raw, channel-mask=(bitmask)0x3, rate=[8000,48000,8000], layout={(string)interleaved, non-interleaved}")]
    [InlineData("video/x-raw, colorimetry=1:3:5:1, pixel-aspect-ratio=16/9, interlace-mode=progressive")]
    [InlineData("a/b, x=(structure)\"name\\,\\ y\\=\\(int\\)5\\;\", c=(GstCaps)\"video/x-raw\\,\\ w\\=\\(int\\)5\"")]
    [InlineData("a/b, x=(structure)[name, y=(int)5], c=(GstCaps)[video/x-raw(memory:X), w=[1,5]]")]
    [InlineData("a/b, d=(date)2026-11-21, t=(datetime)2026-11-21T15:36:00Z, s=(GstState)playing, f=(double)-1.5e3, g=[-0.5,1.5], h=1/max")]
    [InlineData("a/b, f=(flagset)1:ffffffff:+tff, text=(string)\"two \\\"words\\\" [5,1] \\303\\244\"")]
    public void H15_text_that_GStreamer_uses_is_read(string text)
    {
        Needs.GStreamerVersion(text.Contains(")[name", StringComparison.Ordinal) ? "1.20" : "1.16", "structures in brackets");
        using GstCaps caps = GstCaps.Parse(text);
        using GstCaps again = GstCaps.Parse(caps.ToString());
        Assert.Equal(caps, again);
    }

    [Fact]
    public void H15_texts_for_properties_are_read_as_gst_launch_reads_them()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! bin.( name=inner identity name=deep ) ! video/x-raw, format = { (string)I420, NV12 }, width=[1,max] ; audio/x-raw(memory:DMABuf),rate=5 ! capsfilter name=f caps=\"video/x-raw,format=(string)\\\"I420\\\"\" ! fakesink");
        using GstElement filter = pipeline.GetElement("f");
        using GstCaps caps = Assert.IsType<GstCaps>(filter["caps"]);
        Assert.Equal("I420", caps["format"]);
        using GstPipeline flags = GstPipeline.Launch("playbin flags=0x57");
        using GstPipeline paths = GstPipeline.Launch("filesrc location=1/0 ! fakesink filesrc location=\"a [5,1] ! b\" ! fakesink");
    }

    [Fact]
    public unsafe void H15_all_pad_templates_of_the_registry_are_read()
    {
        GList* features = LibGst.gst_registry_get_feature_list(LibGst.gst_registry_get(), LibGst.gst_element_factory_get_type());
        int read = 0;
        for (GList* feature = features; feature is not null; feature = feature->next)
        {
            for (GList* item = LibGst.gst_element_factory_get_static_pad_templates((GstElementFactory*)feature->data); item is not null; item = item->next)
            {
                GstStaticPadTemplate* template = (GstStaticPadTemplate*)item->data;
                string text = Marshal.PtrToStringUTF8((nint)template->static_caps.@string)!;
                using GstCaps caps = GstCaps.Parse(text);
                using GstCaps again = GstCaps.Parse(caps.ToString());
                Assert.Equal(caps, again);
                read++;
            }
        }

        LibGst.gst_plugin_feature_list_free(features);
        Assert.InRange(read, 200, int.MaxValue);
    }

    /// <summary>C believes that an array holds what the property declares, and reads past the end of that declaration otherwise.</summary>
    [Theory]
    [InlineData("<(int)1>")]
    [InlineData("<<(int)1>>")]
    [InlineData("<<<1>>>")]
    [InlineData("<<{1}>>")]
    [InlineData("{1}")]
    [InlineData("<<[1,2]>>")]
    [InlineData("<<1,x>>")]
    [InlineData("<1,2>")]
    public void H15_arrays_that_are_not_as_their_property_declares_are_refused_in_a_launch_text(string matrix)
    {
        Assert.Throws<FormatException>(() => GstPipeline.Launch($"audioconvert mix-matrix={matrix:raw}"));
        using GstPipeline fine = GstPipeline.Launch("audioconvert mix-matrix=\"<<1, 0.5>, <(float)0, 1>>\"");
    }

    /// <summary>For a longer run, GSTMEMINTEROP_SEED is a seed, or the first and the last of many: 1-400.</summary>
    public static TheoryData<int> Seeds
    {
        get
        {
            int[] given = [.. (Environment.GetEnvironmentVariable("GSTMEMINTEROP_SEED") ?? "").Split('-', StringSplitOptions.RemoveEmptyEntries).Select(static seed => int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture))];
            return given.Length == 0 ? [15, 404, 505] : [.. Enumerable.Range(given[0], given[^1] - given[0] + 1)];
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void H15_no_text_that_is_accepted_makes_C_complain(int seed)
    {
        Needs.GStreamerVersion("1.20", "older readers leak what a refused list holds");
        const int Texts = 5000;
        Random random = new(seed);
        using GstElement filter = GstElement.Create("capsfilter");
        int read = 0;
        for (int i = 0; i < Texts; i++)
        {
            string text = Text(random);
            try
            {
                using GstCaps caps = GstCaps.Parse(text);
                using GstCaps again = GstCaps.Parse(caps.ToString());
                read++;
            }
            catch (FormatException)
            {
            }

            try
            {
                using GstBuffer buffer = GstBuffer.CopyOf([1]);
                buffer.AddProtectionMeta(text);
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException)
            {
            }

            try
            {
                using GstPipeline pipeline = i % 20 == 0 ? GstPipeline.Launch("fakesrc ! " + text + " ! capsfilter caps=\"" + text.Replace("\"", "\\\"", StringComparison.Ordinal) + "\" ! fakesink") : null!;
            }
            catch (Exception exception) when (exception is FormatException or GstException)
            {
            }
        }

        Assert.InRange(read, Texts / 30, Texts - 100);
    }

    /// <summary>Mostly right caps, of parts that are right, nearly right and hostile; sometimes damaged afterwards.</summary>
    private static string Text(Random random)
    {
        System.Text.StringBuilder text = new();
        int structures = random.Next(1, 3);
        for (int i = 0; i < structures; i++)
        {
            text.Append(i > 0 ? "; " : "").Append(Pick(random, "video/x-raw", "a", "audio/x-raw(memory:DMABuf)", "b(ANY)", "x/y(meta:A, memory:B)", " c", "d.e:f", "1", "x(", "e( )", "f(memory)"));
            int fields = random.Next(0, 4);
            for (int f = 0; f < fields; f++)
            {
                text.Append(", ").Append(Pick(random, "a", "width", "x-y", "é", "0", "1/0")).Append(Pick(random, "=", " = ", "=")).Append(Value(random, 0));
            }
        }

        if (random.Next(4) == 0)
        {
            int at = random.Next(text.Length + 1);
            string damage = Pick(random, "", " ", "\"", "\\", "(", ")", "[", "]", "{", "}", "<", ">", ",", ";", "=", "/", "0", "-", "\u00e9", "\ud83d", "\t", "!");
            text.Insert(at, damage);
            if (text.Length > 1 && random.Next(2) == 0)
            {
                text.Remove(random.Next(text.Length), 1);
            }
        }

        return text.ToString();
    }

    private static string Value(Random random, int depth)
    {
        string type = Pick(random, "", "", "", "(int)", "(i)", "(uint)", "(gint64)", "(guint64)", "(float)", "(double)", "(boolean)", "(string)", "(bitmask)", "(fraction)", "(structure)", "(GstCaps)", "(date)", "(datetime)", "(buffer)", "(GstBuffer)", "(flagset)", "(GstState)", "(GstCapsFeatures)", "(taglist)", "(GstSample)", "(GstSegment)", "(GEnum)", "(gpointer)", "(GstIntRange)", "(GstValueList)", "(bytes)", "(type)", "( int )", "(GType)", "(GstElement)", "(GValueArray)", "(GStrv)", "(gchar)", "(GstSeekFlags)", "(GFlags)");
        return type + random.Next(depth < 4 ? 8 : 5) switch
        {
            0 => $"[{Scalar(random)},{Scalar(random)}]",
            1 => $"[ {Scalar(random)}, {Scalar(random)}, {Scalar(random)} ]",
            5 => $"{{ {Value(random, depth + 1)}, {Value(random, depth + 1)} }}",
            6 => $"<{Value(random, depth + 1)},{Value(random, depth + 1)}>",
            7 => Pick(random, "[", "\"") is "[" ? $"[{Pick(random, "s", "video/x-raw", "a(memory:X)")}, f={Value(random, depth + 1)}]" : "\"s\\, f\\=" + Value(random, depth + 1).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"",
            _ => Scalar(random),
        };
    }

    private static string Scalar(Random random) => Pick(
        random, "0", "1", "5", "-1", "10", "2147483647", "2147483648", "-2147483648", "99999999999999999999", "0x10", "0xffffffff", "010", "1/2", "1/0", "0/1", "-1/2", "1/-2", "30000/1001",
        "-2147483648/1", "1/2147483648", "99999999999/1", "1/max", "min", "max", "MAX", "1.5", "-0.0", "1e999", "nan", "inf", "true", "no", "playing", "I420", "a:b", "1:2", "ff:ffffffff:+a",
        "\"\"", "\"a b\"", "\" 1/2\"", "\"1/0\"", "\"\\061\\060/1\"", "\"\\377\"", "\"\\000\"", "\"x\\\"y\"", "\"5\"", "00ff", "zz", "0", "2026-11-21", "2026-02-30", "2026-11-21T15:36:00Z", "2026", "+", "-", ".", "video/x-raw", "little_endian", "1970-01-01T00:00:00+99:99");

    private static string Pick(Random random, params string[] from) => from[random.Next(from.Length)];
}
