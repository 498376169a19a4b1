using System.Runtime.InteropServices;

namespace GstMemInterop.ChildProcess;

/// <summary>Writes in and out of bounds of guarded blocks.</summary>
internal static unsafe partial class GuardedWrites
{
    /// <summary>Writes all bytes of a block, then the one at an index, which may lie outside.</summary>
    internal static void WriteAt(string side, int size, int index, string language)
    {
        using GuardPageAllocator allocator = new(Enum.Parse<GuardSide>(side));
        allocator.Failed += static (_, e) => Console.WriteLine($"reported: {e.Exception.Message}");
        using (GstMemory memory = allocator.Allocate((nuint)size))
        using (WriteMapping map = memory.MapWrite())
        {
            map.Span.Fill(1);
            Console.WriteLine("all bytes written");
            fixed (byte* first = map.Slice(0, 0))
            {
                allocator.TryGetBlock(memory.Borrow(), out MemoryBlock block);
                byte* target = (byte*)block.DangerousAddress + index;
                if (language == "C")
                {
                    memset(target, 2, 1);
                }
                else
                {
                    *target = 2;
                }
            }
        }

        Console.WriteLine("survived");
    }

    internal static void WriteAfterFree()
    {
        using GuardPageAllocator allocator = new();
        GstMemory memory = allocator.Allocate(100);
        allocator.TryGetBlock(memory.Borrow(), out MemoryBlock block);
        memory.Dispose();
        Console.WriteLine("freed");
        *(byte*)block.DangerousAddress = 1;
        Console.WriteLine("survived");
    }

    /// <summary>Every buffer of a pipeline is guarded, and nobody in it writes out of bounds.</summary>
    internal static void RunPipeline()
    {
        using GuardPageAllocator allocator = new();
        int guarded = 0;
        using (allocator.SetDefault())
        using (GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=20 ! video/x-raw,format=GRAY8,width=320,height=240 ! identity name=tap ! fakesink"))
        {
            using PadProbe probe = pipeline.GetPad("tap", "src").AddBufferProbe((ref BufferProbe p) =>
            {
                guarded += p.Buffer.PeekMemory(0).IsType("GuardedMemory") ? 1 : 0;
                return GstPadProbeReturn.Ok;
            });
            pipeline.Run();
        }

        Console.WriteLine($"{guarded} guarded frames, survived");
    }

    [LibraryImport("libc")]
    private static partial void* memset(void* destination, int value, nuint count);
}
