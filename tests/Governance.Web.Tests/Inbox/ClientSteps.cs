using System.Text.Json;
using Governance.Clients;
using Governance.Web.Tests.Walks;

namespace Governance.Web.Tests.Inbox;

/// <summary>What a script with Snapshot's client did at a portal of its own, step by step.</summary>
internal sealed class ClientSteps(Dictionary<string, JsonElement> steps)
{
    public JsonElement this[string name] => steps.TryGetValue(name, out var step) ? step : throw new InvalidOperationException($"The script did not take the step '{name}'.");

    public IEnumerable<string> Names => steps.Keys;

    /// <summary>Starts a portal that knows the script's controller of <paramref name="space"/>.</summary>
    public static async Task<PortalProcess> StartPortalAsync(string script, string space)
    {
        var controller = (await NodeClients.RunAsync(script, [], null, TestContext.Current.CancellationToken))[0].GetProperty("controller").GetString();
        return await PortalProcess.StartAsync($"--Spaces:0:Id={space}", $"--Spaces:0:Controller={controller}");
    }

    public static async Task<ClientSteps> RunAsync(string script, string space, PortalProcess portal) =>
        new((await NodeClients.RunAsync(script, [new Uri(portal.Url, "/api/messages").ToString(), space], null, TestContext.Current.CancellationToken))
            .ToDictionary(step => step.GetProperty("step").GetString()!));

    /// <summary>That the step was accepted with a receipt (no <paramref name="refusal"/>), or refused with exactly these words of Snapshot's.</summary>
    public void Check(string name, string? refusal)
    {
        var step = this[name];
        if (refusal is null)
        {
            step.GetProperty("ok").GetBoolean().ShouldBeTrue($"{name}: {step}");
            step.GetProperty("id").GetString()!.Length.ShouldBe(66, name);
            step.GetProperty("ipfs").GetString().ShouldStartWith("bafkrei", Case.Sensitive, name);
            step.GetProperty("relayer").GetProperty("receipt").GetString()!.Length.ShouldBe(132, name);
            return;
        }

        step.GetProperty("ok").GetBoolean().ShouldBeFalse($"{name} should have been refused: {step}");
        step.TryGetProperty("error_description", out var said).ShouldBeTrue($"{name}: {step}");
        said.GetString().ShouldBe(refusal, $"{name}: {step}");
        step.GetProperty("error").GetString().ShouldBe("client_error", name);
        step.GetProperty("explanation").GetString()!.Length.ShouldBeGreaterThan(20, name);
    }
}
