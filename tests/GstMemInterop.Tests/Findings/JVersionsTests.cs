using System.Buffers.Binary;
using GstMemInterop.Tests.Infrastructure;
using Microsoft.Win32.SafeHandles;

namespace GstMemInterop.Tests.Findings;

/// <summary>
/// Findings J: what other releases of GStreamer do differently, and what was refused or broken on them. Each of these fails
/// without its mend on the release that its comment names, and <c>tests/versions.sh</c> runs them there.
/// </summary>
public class JVersionsTests
{
    /// <summary>1.18 refused every quoted text with a space, a comma or an umlaut in it.</summary>
    [Theory]
    [InlineData("my/info,count=(int)3", "my/info, count=(int)3;")]
    [InlineData("my/info,note=(string)\"two words\"", "my/info, note=(string)\"two\\ words\";")]
    [InlineData("my/info,note=(string)\"two\\ words\"", "my/info, note=(string)\"two\\ words\";")]
    [InlineData("my/info,note=(string)\"\\164wo\\040words\"", "my/info, note=(string)\"two\\ words\";")]
    [InlineData("my/info,note=(string)\"a\\\\b\"", "my/info, note=(string)\"a\\\\b\";")]
    [InlineData("my/info,note=(string)\"\\\"quotes\\\", ; (int)[5,1]\"", "my/info, note=(string)\"\\\"quotes\\\"\\,\\ \\;\\ \\(int\\)\\[5\\,1\\]\";")]
    [InlineData("my/info,note=(string)\"Grüße\"", "my/info, note=(string)\"Gr\\303\\274\\303\\237e\";")]
    [InlineData("my/info,note=(string)\"\\Ü\"", "my/info, note=(string)\"\\303\\234\";")]
    [InlineData("my/info,note=(string)\"a\tb\"", "my/info, note=(string)\"a\\011b\";")]
    [InlineData("my/info,note=(string)\"\"", "my/info, note=(string)\"\";")]
    [InlineData("my/info,a=(string)\"x y\",b=(string)plain,c=(string)\"NULL\"", "my/info, a=(string)\"x\\ y\", b=(string)plain, c=(string)\"NULL\";")]
    public void J_Plain_information_is_read_by_every_release(string text, string written)
    {
        using GstSample sample = GstSample.Create(info: text);
        Assert.Equal(written, sample.Info);
        sample.Info = written;
        Assert.Equal(written, sample.Info);
    }

    /// <summary>The same in caps and in the structures of metas.</summary>
    [Fact]
    public void J_Quoted_texts_are_read_by_every_release_wherever_they_stand()
    {
        using GstCaps caps = GstCaps.Parse("video/x-raw,note=(string)\"zwei Wörter\",plain=\"two words\",width=(int)4");
        using GstCaps escaped = GstCaps.Parse("video/x-raw,note=(string)\"zwei\\ W\\303\\266rter\",plain=(string)\"two\\ words\",width=(int)4");
        Assert.Equal(escaped, caps);

        using GstBuffer buffer = GstBuffer.Create();
        GstProtectionMetaRef meta = buffer.AddProtectionMeta("application/x-cenc,label=(string)\"left, or right; door\"");
        Assert.True(meta.Info.TryGet("label", out string? label));
        Assert.Equal("left, or right; door", label);
    }

    [Fact]
    public void J_Quotes_without_end_are_looked_at_once()
    {
        string text = string.Concat(Enumerable.Repeat("\\\"", 500_000));
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.ThrowsAny<Exception>(() => GstCaps.Parse("a/b,c=" + text).Dispose());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("my/info,note=(string)\"a\0b\"")]
    [InlineData("my/info,note=(string)\"a\\\0b\"")]
    public void J_A_zero_character_is_not_turned_into_an_escape(string text)
    {
        Assert.ThrowsAny<Exception>(() => GstSample.Create(info: text));
    }

    /// <summary>Before 1.20, a memory that stays mapped kept the protection of its first mapping, and could not be written once it was read.</summary>
    [Theory]
    [InlineData(GstFdMemoryFlags.KeepMapped)]
    [InlineData(GstFdMemoryFlags.KeepMapped | GstFdMemoryFlags.MapPrivate)]
    [InlineData((GstFdMemoryFlags)0)]
    public void J_A_memory_of_a_descriptor_is_read_first_and_written_then(GstFdMemoryFlags flags)
    {
        using GstFdAllocator allocator = new();
        using SafeFileHandle file = TemporaryFile(FileAccess.ReadWrite);
        using GstMemory memory = allocator.Allocate(file, 4, FdOwnership.Lend, flags);
        for (int round = 0; round < 2; round++)
        {
            using (ReadMapping read = memory.MapRead())
            {
                Assert.Equal((byte)'b', read.Span[1]);
            }

            using (WriteMapping written = memory.MapWrite())
            {
                written.Span[0]++;
            }
        }

        Assert.Equal((byte)'c', memory.ToArray()[0]);
    }

    [Theory]
    [InlineData(GstFdMemoryFlags.KeepMapped)]
    [InlineData((GstFdMemoryFlags)0)]
    public void J_A_descriptor_for_reading_only_is_still_read(GstFdMemoryFlags flags)
    {
        using GstFdAllocator allocator = new();
        using SafeFileHandle file = TemporaryFile(FileAccess.Read);
        using GstMemory memory = allocator.Allocate(file, 4, FdOwnership.Lend, flags);
        Assert.Equal("abcd"u8, memory.ToArray());
        Assert.Throws<GstMapException>(() => memory.MapWrite().Dispose());
        Assert.Equal("abcd"u8, memory.ToArray());
    }

    /// <summary>A CRITICAL before 1.20.</summary>
    [Theory]
    [InlineData("/tmp/film.ogg ! fakesink")]
    [InlineData("fakesrc ! /tmp/film.ogg")]
    [InlineData("a://b ! fakesink")]
    [InlineData("fakesrc ! a,b://c")]
    [InlineData("videotestsrc ! video/x-raw")]
    public void J_What_is_no_address_is_refused(string text) => Assert.ThrowsAny<GstException>(() => GstPipeline.Launch(text).Dispose());

    /// <summary>Before 1.28.8, C believed a serialised video meta, also where its planes lie outside the buffer.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(64 * 48 - 1, false)]
    [InlineData(64 * 48, true)]
    public void J_A_serialised_video_meta_has_to_fit_the_buffer(int size, bool fits)
    {
        Needs.GStreamerVersion("1.24", "serialised metas");
        using GstBuffer target = GstBuffer.Allocate((nuint)size);
        byte[] data = Video();
        Assert.Equal(fits, target.TryDeserializeMeta(data, out int consumed, out GstMetaRef meta));
        Assert.Equal((data.Length, fits ? 1 : 0), (consumed, target.Metas.Count));
        Assert.Equal(!fits, meta.IsNull);
    }

    [Fact]
    public void J_Planar_audio_comes_back_and_interleaved_audio_has_no_portable_form()
    {
        Needs.GStreamerVersion("1.24", "serialised metas");
        using GstBuffer buffer = GstBuffer.Allocate(64);
        byte[] data = Audio();
        Assert.True(buffer.TryDeserializeMeta(data, out _, out GstMetaRef read));
        Assert.True(read.TryAs(out GstAudioMetaRef planar));
        Assert.Equal((nuint)8, planar.Samples);

        using GstBuffer other = GstBuffer.Allocate(64);
        GstMetaRef interleaved = other.AddAudioMeta(GstAudioFormat.S16LE, GstAudioLayout.Interleaved, 48000, 2, 8).Meta;
        Assert.False(interleaved.TrySerialize(new System.Buffers.ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void J_A_meta_with_a_name_longer_than_C_counts_has_no_portable_form()
    {
        Needs.GStreamerVersion("1.24", "serialised metas");
        foreach (int length in (int[])[245, 246, 300])
        {
            string name = "J" + new string('n', length - 1);
            GstCustomMeta.Register(name);
            using GstBuffer buffer = GstBuffer.Create();
            Assert.Equal(length <= 245, buffer.AddCustomMeta(name).Meta.TrySerialize(new System.Buffers.ArrayBufferWriter<byte>()));
        }
    }

    /// <summary>Under fatal-criticals the process would end; a length of 4 GiB was read behind.</summary>
    [Fact]
    public void J_Whatever_a_serialised_meta_says_is_read_or_refused()
    {
        Needs.GStreamerVersion("1.24", "serialised metas");
        GstCustomMeta.Register("j-hostile-custom");
        byte[][] seeds = [Video(), Audio(), Timestamp(), Custom()];
        using GstBuffer buffer = GstBuffer.Allocate(64 * 48);
        Random random = new(7);
        uint[] numbers = [0, 1, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffff8, uint.MaxValue];
        int read = 0, refused = 0;
        foreach (byte[] seed in seeds)
        {
            Try(seed);
            Assert.Equal(1, read);
            read = 0;
            for (int at = 0; at + 4 <= seed.Length; at++)
            {
                foreach (uint number in numbers)
                {
                    byte[] broken = [.. seed];
                    BinaryPrimitives.WriteUInt32LittleEndian(broken.AsSpan(at), number);
                    Try(broken);
                }
            }

            for (int i = 0; i < 2000; i++)
            {
                byte[] broken = seed[..random.Next(seed.Length + 1)];
                for (int k = random.Next(4); k > 0 && broken.Length > 0; k--)
                {
                    broken[random.Next(broken.Length)] = (byte)random.Next(256);
                }

                if (broken.Length >= 4 && random.Next(2) == 0)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(broken, broken.Length);
                }

                Try(broken);
            }

            Assert.True(refused > 100);
            (read, refused) = (0, 0);
        }

        void Try(byte[] data)
        {
            bool added = buffer.TryDeserializeMeta(data, out int consumed, out GstMetaRef meta);
            Assert.InRange(consumed, 0, data.Length);
            Assert.Equal(added ? 1 : 0, buffer.RemoveMetas(static _ => true));
            (read, refused) = added ? (read + 1, refused) : (read, refused + 1);
        }
    }

    private static byte[] Video()
    {
        using GstBuffer buffer = GstBuffer.Allocate(64 * 48);
        return buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 64, 48).Meta.Serialize();
    }

    private static byte[] Audio()
    {
        using GstBuffer buffer = GstBuffer.Allocate(64);
        return buffer.AddAudioMeta(GstAudioFormat.S16LE, GstAudioLayout.NonInterleaved, 48000, 2, 8, [0, 32]).Meta.Serialize();
    }

    private static byte[] Timestamp()
    {
        using GstBuffer buffer = GstBuffer.Create();
        using GstCaps clock = GstCaps.Parse("timestamp/x-unix");
        return buffer.AddReferenceTimestampMeta(clock, GstClockTime.FromSeconds(5), GstClockTime.None).Meta.Serialize();
    }

    private static byte[] Custom()
    {
        using GstBuffer buffer = GstBuffer.Create();
        GstCustomMetaRef meta = buffer.AddCustomMeta("j-hostile-custom");
        meta.Structure.Set("count", 3);
        meta.Structure.Set("text", "two words");
        return meta.Meta.Serialize();
    }

    private static SafeFileHandle TemporaryFile(FileAccess access)
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, "abcd"u8);
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
        return file;
    }
}
