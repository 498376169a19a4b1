using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Values;

public sealed class GstStructureTests
{
    public static TheoryData<object, string> PlainValues() => new()
    {
        { true, "gboolean" },
        { (sbyte)-5, "gchar" },
        { (byte)250, "guchar" },
        { -320, "gint" },
        { 4_000_000_000u, "guint" },
        { long.MinValue, "gint64" },
        { ulong.MaxValue, "guint64" },
        { 0.25f, "gfloat" },
        { Math.PI, "gdouble" },
        { "left door; \"quoted\", ümlaut", "gchararray" },
        { new GstFraction(30000, 1001), "GstFraction" },
        { new GstBitmask(0x3f), "GstBitmask" },
        { new GstFlagSet(1, 5), "GstFlagSet" },
        { new GstIntRange(16, 4096, 16), "GstIntRange" },
        { new GstInt64Range(-5_000_000_000, 5_000_000_000), "GstInt64Range" },
        { new GstDoubleRange(0.5, 2), "GstDoubleRange" },
        { new GstFractionRange(new(0, 1), new(60, 1)), "GstFractionRange" },
        { new DateOnly(2026, 11, 21), "GDate" },
        { new DateTimeOffset(2026, 11, 21, 22, 11, 58, TimeSpan.FromMinutes(-210)).AddMicroseconds(123457), "GstDateTime" },
    };

    [Theory]
    [MemberData(nameof(PlainValues))]
    public void A_field_is_what_was_put_in(object value, string type)
    {
        using GstStructure structure = new("my/thing") { ["field"] = value };
        Assert.Equal(value, structure["field"]);
        Assert.Equal(type, structure.FieldType("field"));
        structure["twin"] = structure["field"]!;
        Assert.Equal(value, structure["twin"]);
        using GstStructure copy = structure.Copy();
        Assert.Equal(structure, copy);
        if (value is not float and not double and not sbyte and not byte)
        {
            using GstStructure parsed = GstStructure.Parse(structure.ToString());
            Assert.Equal(value, parsed["field"]);
        }

        using GstStructure inLists = new("lists") { ["list"] = new GstValueList(value, value), ["array"] = new GstValueArray(value, new GstValueArray(value)) };
        using GstValueList list = inLists.Get<GstValueList>("list");
        using GstValueArray array = inLists.Get<GstValueArray>("array");
        Assert.Equal([value, value], list);
        Assert.Equal(value, array[0]);
        Assert.Equal(value, Assert.IsType<GstValueArray>(array[1])[0]);
    }

    [Fact]
    public void What_owns_something_goes_in_and_comes_out_as_an_object_of_its_own()
    {
        using GstCaps caps = GstCaps.Parse("video/x-raw,width=16");
        using GstStructure inner = new("inner") { ["a"] = 1 };
        using GstBuffer buffer = GstBuffer.CopyOf("bytes"u8);
        using GstSample sample = GstSample.Create(buffer, caps);
        using GstElement element = GstElement.Create("identity", "held");
        using GstPad pad = element.GetPad("src");
        GstCapsFeatures features = new("memory:DMABuf", "meta:GstVideoMeta");
        using GstStructure structure = GstStructure.Create("all", ("caps", caps), ("inner", inner), ("buffer", buffer), ("sample", sample), ("element", element), ("pad", pad), ("features", features), ("strings", new[] { "NV12", "I420" }));
        inner["a"] = 2;
        using (GstCaps read = structure.Get<GstCaps>("caps"))
        using (GstStructure nested = structure.Get<GstStructure>("inner"))
        using (GstBuffer bytes = structure.Get<GstBuffer>("buffer"))
        using (GstSample held = structure.Get<GstSample>("sample"))
        using (GstElement same = structure.Get<GstElement>("element"))
        using (GstPad end = structure.Get<GstPad>("pad"))
        {
            Assert.Equal(caps, read);
            Assert.Equal(1, nested["a"]);
            Assert.Equal(buffer.DangerousHandle, bytes.DangerousHandle);
            Assert.Equal(sample.DangerousHandle, held.DangerousHandle);
            Assert.Equal("held", same.Name);
            Assert.Equal("src", end.Name);
        }

        Assert.Equal(features, structure["features"]);
        Assert.Equal(["NV12", "I420"], structure.Get<GstValueList>("strings").ToArray<string>());
        Assert.Equal(["caps", "inner", "buffer", "sample", "element", "pad", "features", "strings"], structure.FieldNames);
        Assert.NotEmpty(structure.ToString());
        using GstStructure copy = structure.Copy();
        _ = structure.Equals(copy);
    }

    [Fact]
    public void Numbers_become_what_the_reader_names_where_they_fit()
    {
        using GstStructure s = new("n") { ["i"] = 2, ["big"] = 5_000_000_000L, ["time"] = TimeSpan.FromSeconds(2), ["none"] = GstClockTime.None, ["bits"] = new GstBitmask(7), ["text"] = "x" };
        Assert.Equal(2L, s.Get<long>("i"));
        Assert.Equal((byte)2, s.Get<byte>("i"));
        Assert.Equal(2.0, s.Get<double>("i"));
        Assert.Equal(GstState.Ready, s.Get<GstState>("i"));
        Assert.Equal(GstClockTime.FromSeconds(2), s.Get<GstClockTime>("time"));
        Assert.Equal(TimeSpan.FromSeconds(2), s.Get<TimeSpan>("time"));
        Assert.Equal(GstClockTime.None, s.Get<GstClockTime>("none"));
        Assert.Equal(7UL, s.Get<ulong>("bits"));
        Assert.Equal(2, s.Get<int?>("i"));
        Assert.Throws<InvalidCastException>(() => s.Get<int>("big"));
        Assert.Throws<InvalidCastException>(() => s.Get<int>("text"));
        Assert.Throws<InvalidCastException>(() => s.Get<string>("i"));
        Assert.Throws<InvalidCastException>(() => s.Get<nint>("i"));
        Assert.Throws<InvalidCastException>(() => s.Get<GstElement>("i"));
        KeyNotFoundException missing = Assert.Throws<KeyNotFoundException>(() => s.Get<int>("nothing"));
        Assert.Contains("big", missing.Message, StringComparison.Ordinal);
        Assert.False(s.TryGet("nothing", out int _));
        Assert.False(s.TryGet("text", out int _));
        Assert.True(s.TryGet("text", out string? text));
        Assert.Equal("x", text);
    }

    [Fact]
    public void Enumerations_and_flags_come_by_number_nick_or_type()
    {
        using GstStructure s = new("e") { ["state"] = GstState.Playing, ["seek"] = GstSeekFlags.Flush | GstSeekFlags.Accurate, ["format"] = new GstEnumValue("GstFormat", "time") };
        Assert.Equal("GstState", s.FieldType("state"));
        Assert.Equal(4, s["state"]);
        Assert.Equal("playing", s.Get<string>("state"));
        Assert.Equal(GstState.Playing, s.Get<GstState>("state"));
        GstEnumValue state = s.Get<GstEnumValue>("state");
        Assert.Equal(("GstState", 4, "playing"), (state.TypeName, state.Value, state.Nick));
        s["again"] = state;
        Assert.Equal("GstState", s.FieldType("again"));
        Assert.Equal("flush+accurate", s.Get<string>("seek"));
        Assert.Equal(GstSeekFlags.Flush | GstSeekFlags.Accurate, s.Get<GstSeekFlags>("seek"));
        Assert.Equal(GstFormat.Time, s.Get<GstFormat>("format"));
        Assert.Contains("playing", Assert.Throws<ArgumentException>(() => new GstEnumValue("GstState", "palying")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GstEnumValue("GstState", 77));
        Assert.Throws<ArgumentException>(() => new GstEnumValue("GstBuffer", 0));
        Assert.Throws<ArgumentException>(() => s["state"] = (GstState)77);
        Assert.Throws<ArgumentException>(() => s["seek"] = (GstSeekFlags)(1u << 31));
        Assert.Throws<ArgumentException>(() => s["day"] = DayOfWeek.Friday);
        Assert.Equal(4, s["state"]);
        Assert.Contains("playing", s.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Fields_are_gone_through_changed_and_removed()
    {
        using GstStructure s = GstStructure.Parse("thing, b=(int)2, a=(string)x, c=(fraction)1/2");
        List<string> seen = [];
        foreach (GstStructureField field in s)
        {
            seen.Add($"{field.Name}:{field.TypeName}={field.Value}");
        }

        Assert.Equal(["b:gint=2", "a:gchararray=x", "c:GstFraction=1/2"], seen);
        s.Set("b", 3).Set("d", true);
        Assert.True(s.Remove("a"));
        Assert.False(s.Remove("a"));
        Assert.Equal(["b", "c", "d"], s.FieldNames);
        Assert.Equal("d", s.FieldName(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => s.FieldName(3));
        s.Name = "other";
        Assert.Equal("other", s.Name);
        s.Clear();
        Assert.Equal(0, s.Count);
        Assert.Null(s["b"]);
        foreach (GstStructureField field in s.Set("x", 1))
        {
            s.Remove(field.Name);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1thing")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("a,b=(int)3")]
    [InlineData("ä")]
    [InlineData("video/x-raw-rgb")]
    [InlineData("audio/x-raw-int")]
    public void A_name_that_is_none_is_refused(string name)
    {
        Assert.ThrowsAny<ArgumentException>(() => new GstStructure(name));
        using GstStructure s = new("good");
        Assert.ThrowsAny<ArgumentException>(() => s.Name = name);
        Assert.Equal("good", s.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a=b")]
    [InlineData("a\0b")]
    [InlineData("a,c")]
    public void A_field_name_that_is_none_is_refused(string name)
    {
        using GstStructure s = new("good");
        Assert.ThrowsAny<ArgumentException>(() => s[name] = 1);
        Assert.Equal(0, s.Count);
        if (name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal))
        {
            Assert.False(s.Has(name));
        }
    }

    [Fact]
    public void What_no_field_can_hold_is_refused_and_changes_nothing()
    {
        using GstStructure s = new("s") { ["f"] = 1 };
        object[] refused = [(nint)5, new object(), 'x', 1.5m, Guid.Empty, default(GstIntRange), default(GstDoubleRange), new object[] { 1, "a" }, new object?[] { null }, new List<object> { new List<int> { 1 } }, new Dictionary<string, int> { ["a"] = 1 }, new GstValueList(new object[] { new GstValueList(1) }), new GstValueArray(1, "a"), new GstValueArray(new GstValueArray(1), new GstValueArray("a")), "a\0b"];
        foreach (object value in refused)
        {
            Assert.True(Record.Exception(() => s["f"] = value) is ArgumentException, $"{value} was taken");
        }

        Assert.ThrowsAny<ArgumentException>(() => s["f"] = null!);
        Assert.Equal(["NV12"], new GstValueList("NV12"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GstIntRange(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GstIntRange(1, 6, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GstDoubleRange(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GstFractionRange(new(1, 2), new(2, 4)));
        Assert.Equal(1, s["f"]);
        Assert.Equal("s, f=(int)1;", s.ToString());
    }

    [Fact]
    public void Depth_has_an_end()
    {
        GstStructure s = new("s") { ["x"] = 1 };
        int depth = 0;
        try
        {
            for (; depth < 1000; depth++)
            {
                GstStructure outer = new("s") { ["x"] = s };
                s.Dispose();
                s = outer;
            }
        }
        catch (ArgumentException)
        {
        }

        Assert.InRange(depth, GStreamer.Version >= new Version(1, 20) ? 20 : 6, 40); // older texts double with each level
        Assert.NotEmpty(s.ToString());
        List<object> circle = [];
        circle.Add(new GstValueArray(1));
        List<object> round = [1];
        round[0] = new Lazily(() => round);
        Assert.Throws<ArgumentException>(() => s["circle"] = new GstValueArray(new Lazily(() => round)));
        s.Dispose();
    }

    [Fact]
    public void A_buffer_whose_end_changes_the_structure_is_survived()
    {
        GstStructure s = new("s") { ["a"] = 1 };
        byte[] bytes = new byte[4];
        GstMemory memory = GstMemory.Wrap(bytes.AsMemory(), () => { s.Clear(); s["late"] = 2; });
        using (GstBuffer buffer = GstBuffer.Create())
        {
            buffer.AppendMemory(memory);
            s["b"] = buffer;
        }

        s["b"] = 5;
        Assert.NotNull(s.ToString());
        s.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("1, a=2")]
    [InlineData("a, b=[5,1]")]
    [InlineData("a, b=1; c")]
    [InlineData("a, b=(GstElement)x")]
    public void A_text_that_is_no_structure_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => GstStructure.Parse(text));
        Assert.False(GstStructure.TryParse(text, out _));
        Assert.False(GstStructure.TryParse(null, out _));
    }

    [Fact]
    public void Equality_is_by_content()
    {
        using GstStructure one = GstStructure.Parse("a, x=1, y=2");
        using GstStructure two = GstStructure.Parse("a, y=2, x=1");
        using GstStructure three = GstStructure.Parse("b, x=1, y=2");
        Assert.Equal(one, two);
        Assert.Equal(one.GetHashCode(), two.GetHashCode());
        Assert.NotEqual(one, three);
        Assert.False(one.Equals(null));
        using GstStructure any = new("f") { ["f"] = GstCapsFeatures.Any };
        using GstStructure some = new("f") { ["f"] = new GstCapsFeatures("memory:DMABuf") };
        Assert.NotEqual(any, some);
        using GstStructure mixed = new("m") { ["l"] = new GstValueList(1, new GstIntRange(2, 5)) };
        using GstStructure mixedToo = new("m") { ["l"] = new GstValueList(new GstIntRange(2, 5), 1) };
        Assert.NotEqual(mixed, mixedToo);
    }

    [Fact]
    public void After_the_end_everything_says_so()
    {
        GstStructure s = new("s") { ["a"] = 1 };
        nint pointer = s.DangerousDetach();
        Assert.True(s.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => s["a"]);
        Assert.Throws<ObjectDisposedException>(() => s["a"] = 2);
        Assert.Throws<ObjectDisposedException>(() => s.Borrow().Name);
        Assert.Equal("GstStructure (disposed)", s.ToString());
        using GstStructure again = GstStructure.Adopt(pointer);
        Assert.Equal(1, again["a"]);
        Assert.Throws<InvalidOperationException>(() => default(GstStructureRef).Name);
        Assert.Equal("GstStructureRef (null)", default(GstStructureRef).ToString());
        Assert.Throws<ArgumentException>(() => GstStructure.Adopt(0));
    }

    [Fact]
    public void Reading_a_number_allocates_nothing_but_the_lookup()
    {
        using GstStructure s = new("s") { ["width"] = 320 };
        long sum = 0;
        for (int i = 0; i < 100; i++) { sum += s.Get<int>("width"); }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) { sum += s.Get<int>("width"); }
        long used = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(320L * 1100, sum);
        Assert.True(used < 1000, $"{used} bytes for 1000 reads");
    }

    /// <summary>Answers anew at each question, so lists can go round in a circle.</summary>
    private sealed class Lazily(Func<System.Collections.IEnumerable> items) : System.Collections.IEnumerable
    {
        public System.Collections.IEnumerator GetEnumerator()
        {
            foreach (object? item in items())
            {
                yield return new GstValueArray(new object[] { 1 }).Count == 1 ? item : null;
            }
        }
    }
}
