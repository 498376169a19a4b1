namespace GstMemInterop.Fuzz.Worlds;

/// <summary>What a step does. The numbers of a step are taken modulo whatever is possible when it runs, so that any part of a script is a script.</summary>
internal enum Verb
{
    NewBuffer, NewMemory, WrapArray, WrapReadOnly, AllocateBuffer, AllocateMemory, BufferOfMemory,
    AppendMemory, InsertMemory, RemoveMemories, ReplaceMemories, ReplaceAllMemories, GetMemory, GetMemories, GiveMemory, AppendShare,
    AppendBuffer, AppendRegion, CopyInto, CopyBuffer, CopyDeep, CopyRegion, DuplicateBuffer, DetachAndAdopt,
    Resize, SetSize, ResizeMemories, Fill, Set, Extract, Compare, HexDump, MakeWritable, Unwrap, DisposeBuffer,
    MapRead, MapWrite, MapReadRange, MapWriteRange, MapContiguous, PeekAndMapRead, PeekAndMapWrite, MapEachRead, MapEachWrite, MapBorrowed,
    MapReadOwned, MapWriteOwned, MapSequence, OpenRead, OpenReadWrite, EndOpen, PinOpen,
    ShareMemory, ShareBlock, CopyMemory, CopyBlock, ResizeMemory, MakeMemoryWritable, MapMemoryRead, MapMemoryWrite, MapMemoryBlock, MakeMapped, FillMemory, DuplicateMemory, DisposeMemory,
    NewList, ListAdd, ListInsert, ListReplace, ListRemove, ListTake, ListWrite, ListDrain, ListForEach, ListCopy, ListCopyDeep, ListDuplicate, ListMakeWritable, DisposeList,
    NewSample, SampleSetBuffer, SampleSetList, SampleCopy, SampleMakeWritable, SampleRetainBuffer, DisposeSample,
    HandToReader,
}

/// <summary>A verb with its raw numbers.</summary>
internal readonly record struct Step(Verb Verb, int A, int B, int C)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Verb} {A} {B} {C}");
}

/// <summary>What a world is like.</summary>
[Flags]
internal enum Mood
{
    Calm = 0,
    Refusing = 1,       // allocators answer no
    Throwing = 2,       // allocators throw
    CallingBack = 4,    // allocators use the library themselves
    Reader = 8,         // a second thread reads what it is handed
}

/// <summary>A whole run: made from a seed, or read from a file, and smaller ones of it.</summary>
internal sealed record Script(Mood Mood, int Seed, IReadOnlyList<Step> Steps)
{
    private const int Moods = 16;

    internal static Script FromSeed(int seed)
    {
        Random random = new(seed);
        Verb[] verbs = Enum.GetValues<Verb>();
        Mood mood = random.Next(3) == 0 ? Mood.Calm : (Mood)random.Next(Moods);
        Step[] steps = new Step[random.Next(4, 80)];
        for (int i = 0; i < steps.Length; i++)
        {
            // Worlds are made of buffers first; nothing happens in an empty one.
            Verb verb = i < 3 ? verbs[random.Next((int)Verb.BufferOfMemory + 1)] : verbs[random.Next(verbs.Length)];
            steps[i] = new Step(verb, random.Next(1000), random.Next(1000), random.Next(1000));
        }

        return new Script(mood, seed, steps);
    }

    internal static Script Parse(string text)
    {
        string[][] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static l => l.Split(' '))];
        int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
        return new Script((Mood)Number(lines[0][1]), Number(lines[0][2]), [.. lines.Skip(1).Select(l => new Step(Enum.Parse<Verb>(l[0]), Number(l[1]), Number(l[2]), Number(l[3])))]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"world {(int)Mood} {Seed}\n{string.Join('\n', Steps)}\n");
}
