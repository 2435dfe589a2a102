using System.Net;
using Cks.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cks.Testing.AspNetCore;

/// <summary>Where a switch that weakens security may be on: in an environment named exactly Development, on a host that only this machine can reach.</summary>
internal static class LoopbackRule
{
    /// <summary>Checks everything that is known before the host is built.</summary>
    public static void Check(WebApplicationBuilder builder)
    {
        // Ordinal on purpose: IsDevelopment() ignores case, and a name that somebody typed differently was not meant as permission.
        if (builder.Environment.EnvironmentName != Environments.Development)
            throw Refusal($"The environment is \"{builder.Environment.EnvironmentName}\", not exactly \"Development\".", "Use a real identity provider there.");
        Check(Configured(builder.Configuration));
    }

    /// <summary>Refuses any address that other machines can reach.</summary>
    public static void Check(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            if (!IsLoopback(address))
                throw Refusal($"The host listens on {address}, which is not loopback.", "Listen on http://localhost or http://127.0.0.1 only.");
        }
    }

    private static IEnumerable<string> Configured(ConfigurationManager configuration)
    {
        var urls = List("urls");
        // Ports without an address mean every address; the server ignores them when there are addresses.
        string[] ports = urls.Length > 0 ? [] : [.. List("http_ports"), .. List("https_ports")];
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>();
        return [.. urls, .. ports.Select(port => $"http://*:{port}"), .. endpoints];

        string[] List(string key) => (configuration[key] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool IsLoopback(string address)
    {
        try
        {
            var host = BindingAddress.Parse(address).Host;
            return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static CksConfigurationException Refusal(string message, string fix) =>
        new(CksCodes.DevelopmentOnly, nameof(TokenIssuer), $"The token issuer gives a token to whoever asks, so it is for development only. {message}", fix);
}
