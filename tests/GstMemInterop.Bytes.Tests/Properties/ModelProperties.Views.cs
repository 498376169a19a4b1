namespace GstMemInterop.Bytes.Tests.Properties;

public partial class ModelProperties
{
    [Fact]
    public void A_typed_array_is_a_list_of_numbers() => ForAll((start, steps) =>
    {
        using NativeChunk chunk = new();
        TypedArray<int> array = new(chunk, start.Length % 2 == 0 ? ByteOrder.Big : ByteOrder.Little);
        List<int> model = [];
        foreach (Step step in steps)
        {
            int at = step.At(model.Count);
            int count = step.Count(model.Count, at);
            int[] numbers = Array.ConvertAll(step.Data, v => v * 0x01010101);
            switch (step.Kind % 8)
            {
                case 0:
                    array.Add(step.Where);
                    model.Add(step.Where);
                    break;
                case 1:
                    array.InsertRange(at, numbers);
                    model.InsertRange(at, numbers);
                    break;
                case 2:
                    array.RemoveRange(at, count);
                    model.RemoveRange(at, count);
                    break;
                case 3 when at < model.Count:
                    array[at] = step.Size;
                    model[at] = step.Size;
                    break;
                case 4:
                    int fit = Math.Min(numbers.Length, model.Count - at);
                    array.CopyFrom(at, numbers.AsSpan(0, fit));
                    for (int i = 0; i < fit; i++)
                    {
                        model[at + i] = numbers[i];
                    }

                    break;
                case 5:
                    Assert.Equal(model.GetRange(at, count), array[at..(at + count)]);
                    break;
                case 6:
                    Assert.Equal(model.IndexOf(step.Size), array.IndexOf(step.Size));
                    break;
                case 7:
                    array.Replace(at, count, numbers);
                    model.RemoveRange(at, count);
                    model.InsertRange(at, numbers);
                    break;
            }

            Assert.Equal(model.Count, array.Count);
        }

        Assert.Equal(model, array);
        Assert.Equal(model, array.ToArray());
    });

    [Fact]
    public void A_stream_is_a_memory_stream() => ForAll((start, steps) =>
    {
        using NativeChunk chunk = new(start);
        using ChunkStream stream = new(chunk);
        using MemoryStream model = new();
        model.Write(start);
        model.Position = 0;
        foreach (Step step in steps)
        {
            int at = step.At((int)model.Length + 10);
            switch (step.Kind % 6)
            {
                case 0:
                    model.Write(step.Data);
                    stream.Write(step.Data);
                    break;
                case 1:
                    model.Position = stream.Position = at;
                    break;
                case 2:
                    byte[] expected = new byte[at];
                    byte[] actual = new byte[at];
                    Assert.Equal(model.Read(expected), stream.Read(actual));
                    Assert.Equal(expected, actual);
                    break;
                case 3:
                    model.SetLength(at);
                    stream.SetLength(at);
                    break;
                case 4:
                    model.WriteByte(step.Kind);
                    stream.WriteByte(step.Kind);
                    break;
                case 5:
                    Assert.Equal(model.ReadByte(), stream.ReadByte());
                    break;
            }

            Assert.Equal((model.Position, model.Length), (stream.Position, stream.Length));
        }

        Assert.Equal(model.ToArray(), chunk.ToArray());
    });

    [Fact]
    public void A_patch_leads_there_and_back() => ForAll((before, steps) =>
    {
        List<byte> after = [.. before];
        foreach (Step step in steps)
        {
            int at = step.At(after.Count);
            if (step.Kind % 8 == 0)
            {
                after.InsertRange(at, step.Data);
            }
            else if (at < after.Count)
            {
                after[at] = (byte)step.Size;
            }
        }

        byte[] target = [.. after];
        BytePatch patch = ByteDiff.CreatePatch(before, target, steps.Length);
        Assert.Equal(target, patch.ApplyToCopy(before));
        Assert.Equal(before, patch.Inverse().ApplyToCopy(target));
    });
}
