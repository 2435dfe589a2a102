// With: Cks.HubConfig.AspNetCore
global using System.Security.Cryptography;

// What the readme takes as given.
internal static class Given
{
    public static string[] args = [];
}
