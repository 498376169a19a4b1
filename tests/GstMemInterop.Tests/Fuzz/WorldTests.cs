using System.Globalization;

namespace GstMemInterop.Tests.Fuzz;

/// <summary>Random worlds of buffers, memories, lists, samples and mappings hold what plain arrays of bytes would.</summary>
public class WorldTests
{
    [Fact]
    public void The_worlds_of_the_first_seeds_behave_as_their_model() => FuzzProgram.Run("fuzz", "--seed", "1", "--seconds", FuzzProgram.Seconds(8)).Succeeded().Says("0 findings");

    [Fact]
    public void New_worlds_behave_as_their_model()
    {
        int seed = Random.Shared.Next(1_000_000, 100_000_000);
        FuzzProgram.Run("fuzz", "--seed", seed.ToString(CultureInfo.InvariantCulture), "--seconds", FuzzProgram.Seconds(6)).Succeeded().Says("0 findings");
    }
}
