using Spectre.Console;

namespace EditInPlace;

/// <summary>A bar on a terminal, a plain line for each tenth (or each 100 frames) when the output is piped.</summary>
internal sealed class Progress(Func<int> done, Func<int?> expected)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    internal Task FollowAsync(Task run) => Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive ? PrintAsync(run) : DrawAsync(run);

    private async Task DrawAsync(Task run)
    {
        await AnsiConsole.Progress().HideCompleted(false).StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask("editing", maxValue: expected() ?? 1);
            while (!run.IsCompleted)
            {
                await Task.WhenAny(run, Task.Delay(s_interval));
                bar.IsIndeterminate = expected() is null;
                bar.MaxValue = Math.Max(expected() ?? done(), 1);
                bar.Value = done();
                bar.Description = $"editing, {done()} frames";
            }
        });
    }

    private async Task PrintAsync(Task run)
    {
        int printed = 0;
        while (!run.IsCompleted)
        {
            await Task.WhenAny(run, Task.Delay(s_interval));
            int frames = done();
            int step = Math.Max((expected() ?? 1000) / 10, 1);
            if (frames / step > printed)
            {
                printed = frames / step;
                Console.WriteLine(expected() is { } all ? $"{frames} of {all} frames" : $"{frames} frames");
            }
        }
    }
}
