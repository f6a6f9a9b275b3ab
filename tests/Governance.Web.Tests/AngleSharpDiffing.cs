using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Governance.Web.Tests;

/// <summary>bunit was built against a later AngleSharp.Diffing than can be had: its request is answered with the one beside the tests.</summary>
internal static class AngleSharpDiffing
{
    [ModuleInitializer]
    internal static void Answer() => AssemblyLoadContext.Default.Resolving += static (context, wanted) =>
        wanted.Name == "AngleSharp.Diffing"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll"))
            : null;
}
