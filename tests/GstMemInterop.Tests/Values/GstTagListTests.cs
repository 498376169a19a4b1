namespace GstMemInterop.Tests.Values;

public sealed class GstTagListTests
{
    [Fact]
    public void Tags_have_one_value_or_several()
    {
        using GstTagList tags = new() { [GstTag.Title] = "Sunrise", [GstTag.TrackNumber] = 3u };
        tags.Add(GstTag.Artist, "Ann").Add(GstTag.Artist, "Bob").Add(GstTag.Date, new DateOnly(2026, 11, 21)).Add(GstTag.DateTime, new DateTimeOffset(2026, 11, 21, 1, 2, 3, TimeSpan.Zero)).Add(GstTag.Duration, TimeSpan.FromSeconds(2)).Add(GstTag.Bitrate, 128000);
        Assert.Equal("Sunrise", tags[GstTag.Title]);
        Assert.Equal("Sunrise", tags.Get<string>(GstTag.Title));
        Assert.Equal(2, tags.ValueCount(GstTag.Artist));
        Assert.Equal("Ann, Bob", tags[GstTag.Artist]);
        Assert.Equal("Bob", tags.Get<string>(GstTag.Artist, 1));
        Assert.False(tags.TryGet(GstTag.Artist, out string? _, 2));
        Assert.Throws<KeyNotFoundException>(() => tags.Get<string>(GstTag.Artist, 2));
        Assert.Throws<KeyNotFoundException>(() => tags.Get<string>(GstTag.Artist, -1));
        Assert.Throws<InvalidCastException>(() => tags.Get<int>(GstTag.Title));
        Assert.Equal(3, tags.Get<int>(GstTag.TrackNumber));
        Assert.Equal(new DateOnly(2026, 11, 21), tags[GstTag.Date]);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 1, 2, 3, TimeSpan.Zero), tags[GstTag.DateTime]);
        Assert.Equal(TimeSpan.FromSeconds(2), tags.Get<TimeSpan>(GstTag.Duration));
        Assert.Null(tags[GstTag.Album]);
        Assert.Null(tags["no-such-tag"]);
        Assert.Equal(7, tags.Count);
        Assert.Contains(GstTag.Date, tags.TagNames);
        using GstTagList parsed = GstTagList.Parse(tags.ToString());
        Assert.Equal(tags, parsed);
        Assert.Equal(2, parsed.ValueCount(GstTag.Artist));
        Assert.True(tags.Remove(GstTag.Title));
        Assert.False(tags.Remove(GstTag.Title));
        Assert.NotEqual(tags, parsed);
    }

    [Fact]
    public void A_change_does_not_show_where_the_old_tags_are()
    {
        using GstTagList tags = new() { [GstTag.Title] = "one" };
        using GstTagList other = tags.Retain();
        using GstStructure holder = new("holder") { ["tags"] = tags };
        tags[GstTag.Title] = "two";
        Assert.Equal("one", other[GstTag.Title]);
        using GstTagList held = holder.Get<GstTagList>("tags");
        Assert.Equal("one", held[GstTag.Title]);
        tags.Scope = GstTagScope.Global;
        Assert.Equal((GstTagScope.Global, GstTagScope.Stream), (tags.Scope, other.Scope));
    }

    [Fact]
    public void Lists_are_merged_as_the_mode_says()
    {
        using GstTagList one = new() { [GstTag.Title] = "a", [GstTag.Artist] = "x" };
        using GstTagList two = new() { [GstTag.Artist] = "y", [GstTag.Album] = "z" };
        using GstTagList kept = one.Merge(two, GstTagMergeMode.Keep);
        using GstTagList appended = one.Merge(two);
        using GstTagList replaced = one.Merge(two, GstTagMergeMode.ReplaceAll);
        Assert.Equal(("x", "x, y"), (kept[GstTag.Artist], appended[GstTag.Artist]));
        Assert.Null(replaced[GstTag.Title]);
        one.Insert(two, GstTagMergeMode.Replace).Insert(one);
        Assert.Equal("z", one[GstTag.Album]);
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Merge(two, GstTagMergeMode.Undefined));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Insert(two, GstTagMergeMode.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Add(GstTag.Title, "b", (GstTagMergeMode)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Scope = (GstTagScope)5);
    }

    [Fact]
    public void What_no_tag_takes_is_refused()
    {
        using GstTagList tags = new();
        Assert.Throws<ArgumentException>(() => tags.Add("no-such-tag", "x"));
        Assert.Throws<ArgumentException>(() => tags.Add(GstTag.Title, ""));
        Assert.Throws<ArgumentException>(() => tags.Add(GstTag.Title, "a\0b"));
        Assert.Throws<ArgumentException>(() => tags.Add(GstTag.Title, 5));
        Assert.Throws<ArgumentException>(() => tags.Add(GstTag.TrackNumber, "many"));
        Assert.Throws<ArgumentException>(() => tags.Add(GstTag.TrackNumber, -1));
        Assert.ThrowsAny<ArgumentException>(() => tags.Add(GstTag.Title, null!));
        Assert.ThrowsAny<ArgumentException>(() => tags[""]);
        Assert.Throws<ArgumentException>(() => tags["a\0b"]);
        Assert.True(tags.IsEmpty);
        foreach (string text in new[] { "", "title", "other, title=x", "taglist, title=(int)3", "taglist, nothing=x", "taglist, title=[a, x=1]" })
        {
            Assert.True(Record.Exception(() => GstTagList.Parse(text)) is FormatException, text);
        }

        tags.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tags.Add(GstTag.Title, "x"));
        Assert.Equal("GstTagList (disposed)", tags.ToString());
    }

    [Fact]
    public void GStreamer_tells_of_each_tag()
    {
        Assert.True(GstTag.Exists(GstTag.Title));
        Assert.False(GstTag.Exists("no-such-tag"));
        Assert.Equal("gchararray", GstTag.GetTypeName(GstTag.Title));
        Assert.NotEmpty(GstTag.GetNick(GstTag.Title)!);
        Assert.NotEmpty(GstTag.GetDescription(GstTag.Title)!);
        Assert.Equal(GstTagFlag.Meta, GstTag.GetFlag(GstTag.Title));
        Assert.True(GstTag.IsFixed(GstTag.Date));
        Assert.False(GstTag.IsFixed(GstTag.Artist));
        Assert.Null(GstTag.GetNick("no-such-tag"));
        foreach (System.Reflection.FieldInfo field in typeof(GstTag).GetFields())
        {
            string tag = (string)field.GetRawConstantValue()!;
            Assert.True(GstTag.Exists(tag), tag);
        }
    }

    [Fact]
    public void Tags_go_through_a_property_of_an_element()
    {
        Assert.SkipUnless(GstElement.Exists("taginject"), "taginject is not installed");
        using GstElement element = GstElement.Create("taginject");
        element["tags"] = "title=\"x\"";
        using GstTagList tags = new() { [GstTag.Title] = "x" };
        using GstStructure message = new("m") { ["t"] = tags, ["list"] = new GstValueArray(tags, tags) };
        using GstTagList read = message.Get<GstTagList>("t");
        Assert.Equal(tags, read);
    }

    [Fact]
    public void A_cover_whose_end_changes_the_tags_is_survived()
    {
        GstTagList tags = new();
        GstMemory memory = GstMemory.Wrap(new byte[4].AsMemory(), () => tags.Add(GstTag.Title, "late"));
        using (GstBuffer buffer = GstBuffer.Create())
        {
            buffer.AppendMemory(memory);
            using GstSample sample = GstSample.Create(buffer);
            tags.Add(GstTag.Image, sample);
        }

        tags.Remove(GstTag.Image);
        Assert.Null(tags[GstTag.Image]);
        tags.Dispose();
    }
}
