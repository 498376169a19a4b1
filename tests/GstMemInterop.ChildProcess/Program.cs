using System.Globalization;
using GstMemInterop.ChildProcess;

// The first argument says which part to play; a part that ends by itself prints a line that its test looks for.
int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
switch (args)
{
    case ["guard", string side, _, _, string language]:
        GuardedWrites.WriteAt(side, Number(2), Number(3), language);
        return 0;
    case ["guard-after-free"]:
        GuardedWrites.WriteAfterFree();
        return 0;
    case ["guard-pipeline"]:
        GuardedWrites.RunPipeline();
        return 0;
    case ["shared", string file, _, _]:
        SharedMemoryPeer.Answer(file, (nuint)Number(2), (nuint)Number(3));
        return 0;
    case ["memory-pressure"]:
        MemoryPressure.CollectAndTell();
        return 0;
    case ["leave-while-playing", string how]:
        return ProcessEnd.LeaveWhilePlaying(how);
    case ["leave-while-pooling", string how]:
        return ProcessEnd.LeaveWhilePooling(how);
    case ["forgotten-owner", string what]:
        return ForgottenOwner.Look(what);
    case ["forget-unheard"]:
        return ForgottenOwner.ForgetUnheard();
    case ["throw-in-probe", string who]:
        return ThrowingProbe.Run(who == "listen");
    case ["log-fatal", string kind]:
        return Logging.DieOf(kind);
    case ["log-printed"]:
        return Logging.Print();
    case ["log-at-end"]:
        return Logging.LeaveWhileLogging();
    default:
        Console.Error.WriteLine($"Nobody plays '{string.Join(' ', args)}'.");
        return 2;
}
