using GstMemInterop.Tests.Fuzz;

namespace GstMemInterop.Tests.Readers;

/// <summary>Any two ways of reading one buffer, at once on two threads: same bytes, nothing replaced, nothing left mapped.</summary>
public class ReaderPairTests
{
    [Fact]
    public void A3_Every_pair_of_readers_sees_the_bytes_and_changes_nothing() => FuzzProgram.Run("readers", "--seconds", FuzzProgram.Seconds(10)).Succeeded().Says("0 findings");
}
