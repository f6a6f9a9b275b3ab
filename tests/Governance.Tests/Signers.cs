using System.Text;
using Governance.Ethereum;

namespace Governance.Tests;

/// <summary>Keys of the tests' people: derived from names, the same in every run.</summary>
public static class Signers
{
    public static readonly SigningKey Controller = Named("controller");
    public static readonly SigningKey Author = Named("author");
    public static readonly SigningKey Alice = Named("alice");
    public static readonly SigningKey Bob = Named("bob");
    public static readonly SigningKey Carol = Named("carol");
    public static readonly SigningKey Stranger = Named("stranger");

    public static SigningKey Named(string name) => SigningKey.FromPrivateKey(Keccak256.Hash(Encoding.UTF8.GetBytes("governance test " + name)).Bytes);
}
