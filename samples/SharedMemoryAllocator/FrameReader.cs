using System.Buffers.Binary;
using System.Globalization;
using GstMemInterop;
using Microsoft.Win32.SafeHandles;

namespace SharedFrames;

/// <summary>The other process: maps each block once, reads every frame in it, and writes the frame's number into its first bytes.</summary>
internal static class FrameReader
{
    internal static void Run(int parent)
    {
        using SharedMemoryAllocator shared = new();
        Dictionary<string, GstMemory> blocks = [];
        try
        {
            while (Console.In.ReadLine() is { } line)
            {
                // "17 0 307200 42": frame 42 is in descriptor 17 of the parent, 307200 bytes from offset 0 on.
                int last = line.LastIndexOf(' ');
                string where = line[..last];
                if (!blocks.TryGetValue(where, out GstMemory? memory))
                {
                    blocks[where] = memory = Open(shared, parent, where.Split(' '));
                }

                long sum = FrameSum.Of(memory.Borrow());
                using (WriteMapping frame = memory.MapWrite())
                {
                    BinaryPrimitives.WriteInt32LittleEndian(frame.Span, int.Parse(line.AsSpan(last), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture));
                }

                Console.WriteLine(sum.ToString(CultureInfo.InvariantCulture)); // the answer: from here on the frame is the parent's again
            }
        }
        finally
        {
            foreach (GstMemory memory in blocks.Values)
            {
                memory.Dispose();
            }
        }
    }

    private static GstMemory Open(SharedMemoryAllocator shared, int parent, string[] where)
    {
        using SafeFileHandle file = File.OpenHandle($"/proc/{parent}/fd/{where[0]}", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        return shared.Open(file, nuint.Parse(where[1], CultureInfo.InvariantCulture), nuint.Parse(where[2], CultureInfo.InvariantCulture));
    }
}
