/**
 * A file of the real material: the format that it is in, how many papers a person counts, and the fingerprints of the first
 * title and the last, as a person read them: nothing of the material stands here.
 */
export interface SharedFile {
  readonly file: string
  readonly format: string
  readonly count: number
  readonly first: string
  readonly last: string
}

/** Files that hold no digest: answers without papers, and material for other tests. */
export const refusedFolders: readonly RegExp[] = [
  /^arxiv\/atom_api\/.*\.meta\.json$/,
  /^arxiv\/atom_api\/id_(?:abc|0000\.0000|0808\.05394_s0)/,
  /^nasty\/(?:blns\.json|isemail_|csv\/|xss\/|latex\/hf_vs_arxiv)/,
]

const table = `
hf_daily/api/2024-05-27.json	hf-json	13	4f8d292d8b99	f7d2e996f594
hf_daily/api/2024-09-13.json	hf-json	9	7f8a8197a2b8	6ecead501a5e
hf_daily/api/2025-02-28.json	hf-json	11	ea381570a37d	8fd2ee98928e
hf_daily/api/2025-06-06.json	hf-json	28	49618015678b	d70398a6a3eb
hf_daily/api/2025-09-12.json	hf-json	15	78a9c20c2f63	55b710cf55e6
hf_daily/api/2025-12-22.json	hf-json	16	1d27535a16b9	cdff146ceff5
hf_daily/api/2026-01-19.json	hf-json	12	a5e454a91fb8	917257e99a9e
hf_daily/api/2026-03-30.json	hf-json	8	174d352af279	e209ab61303e
hf_daily/derived_seed_like/2024-06-12.truth.json	json	16	b77585f9209d	84b8d95050db
hf_daily/derived_seed_like/2024-06-12.txt	page-text	16	b77585f9209d	84b8d95050db
hf_daily/derived_seed_like/2024-08-23.truth.json	json	19	6675357a54b8	aebe7e0f4bd7
hf_daily/derived_seed_like/2024-08-23.txt	page-text	19	6675357a54b8	aebe7e0f4bd7
hf_daily/derived_seed_like/2024-11-04.truth.json	json	17	6838b7101f1c	de02cae89b41
hf_daily/derived_seed_like/2024-11-04.txt	page-text	17	6838b7101f1c	de02cae89b41
hf_daily/derived_seed_like/2025-02-10.truth.json	json	17	edc18dc82a83	12c5c3ffe449
hf_daily/derived_seed_like/2025-02-10.txt	page-text	17	edc18dc82a83	12c5c3ffe449
hf_daily/derived_seed_like/2025-04-01.truth.json	json	16	440b326f01ee	52eab629b4ed
hf_daily/derived_seed_like/2025-04-01.txt	page-text	16	440b326f01ee	52eab629b4ed
hf_daily/derived_seed_like/2025-06-18.truth.json	json	23	787b285d73f0	aa511c53f82f
hf_daily/derived_seed_like/2025-06-18.txt	page-text	23	787b285d73f0	aa511c53f82f
hf_daily/derived_seed_like/2025-09-16.truth.json	json	13	04e80663271d	4b3fb777efd9
hf_daily/derived_seed_like/2025-09-16.txt	page-text	13	04e80663271d	4b3fb777efd9
hf_daily/derived_seed_like/2025-11-03.truth.json	json	15	446a08f30945	6724b2a69d86
hf_daily/derived_seed_like/2025-11-03.txt	page-text	15	446a08f30945	6724b2a69d86
hf_daily/digests/InMatrix_txt/paper_metadata_2024-06-21.txt	text-blocks	50	6f4e4a0e88ea	f2cec1c5eae4
hf_daily/digests/InMatrix_txt/paper_metadata_2025-05-09.txt	text-blocks	50	619f4fcd8172	5bb7a30ced8e
hf_daily/digests/gabrielchua/2024-09-30.md	markdown	4	fe4fd85edfa6	7269f3124f6d
hf_daily/digests/gabrielchua/2024-10-01.md	markdown	10	488c0e9895dc	6190890742b4
hf_daily/digests/gabrielchua/2025-01-15.md	markdown	14	5148975e74bf	f0864894b0e2
hf_daily/digests/gabrielchua/2025-05-20.md	markdown	34	34a066b41bb2	0c878fe6e7b7
hf_daily/digests/gabrielchua/2025-10-30.md	markdown	24	e0e1c782687e	b033d707a366
hf_daily/digests/hiwei93/20230910-hf-daily-papers.md	markdown	13	25a94562236a	8b6a323045d4
hf_daily/digests/hiwei93/20230911-hf-daily-papers.md	markdown	5	6dd7fc8645f6	6256fbeecf8f
hf_daily/digests/hiwei93/20230912-hf-daily-papers.md	markdown	8	82deeb48fa3e	595555b2d52e
hf_daily/digests/hiwei93/20230913-hf-daily-papers.md	markdown	9	1e83dba5db84	2a1d3d0d5512
hf_daily/digests/hiwei93/20230917-hf-daily-papers.md	markdown	7	1d63e176e296	242a7f65831d
hf_daily/digests/hiwei93/20230919-hf-daily-papers.md	markdown	17	d30da95a0d61	d7c4eff0f181
hf_daily/digests/hiwei93/20230920-hf-daily-papers.md	markdown	9	2b327bc8fffa	fd8343990f9b
hf_daily/digests/hiwei93/20230921-hf-daily-papers.md	markdown	9	c14c6063dd89	ea048e897b5b
hf_daily/digests/hiwei93/20230922-hf-daily-papers.md	markdown	8	a12a0fa070a8	48cdac34fb8c
hf_daily/digests/hiwei93/20230925-hf-daily-papers.md	markdown	5	ddedca2b3bff	74704d6a669c
hf_daily/digests/hiwei93/20230926-hf-daily-papers.md	markdown	6	1bf4ad3b2700	1c42522073a6
hf_daily/feeds/hf_papers_jsonfeed_2025-03-06.json	json-feed	10	29909caa2186	b3bbcaaedd87
hf_daily/feeds/hf_papers_jsonfeed_2025-05-23.json	json-feed	40	02f82ad5b038	495b240573c0
hf_daily/feeds/hf_papers_jsonfeed_2025-10-05.json	json-feed	52	348fe13a28d1	32bba82054e1
hf_daily/feeds/hf_papers_jsonfeed_2026-02-16.json	json-feed	21	a577695c336a	0b92edd440fd
hf_daily/feeds/hf_papers_rss_2025-03-06.xml	feed	10	29909caa2186	b3bbcaaedd87
hf_daily/feeds/hf_papers_rss_2025-05-23.xml	feed	40	02f82ad5b038	495b240573c0
hf_daily/feeds/hf_papers_rss_2025-10-05.xml	feed	52	348fe13a28d1	32bba82054e1
hf_daily/feeds/hf_papers_rss_2026-02-16.xml	feed	21	a577695c336a	0b92edd440fd
hf_daily/hf_daily_dev.jsonl.gz	json-lines	6141	32da40d89e0d	0f3fecc844ea
hf_daily/hf_with_arxiv_category_dev.jsonl.gz	json-lines	2334	b0f972e47509	c7447bcf66c5
hf_daily/page_captures/a_lynx_style_q_long-context-asr_2026-06-29.excerpt.txt	page-lynx	4	1ac2918ab38d	77afe09340d7
hf_daily/page_captures/b_notebook_export_q_intercode-bash_2026-07-28.excerpt.txt	page-notebook	4	6ee880af7859	508255efb137
hf_daily/page_captures/c_firecrawl_markdown_q_source-citations_2026-10-02.excerpt.md	page-markdown	3	31b168b272ee	78d12a2b9e3e
arxiv/atom_api/id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af.xml	feed	1	29417a40cc86	29417a40cc86
arxiv/atom_api/id_1605.08386_s0_m100_199195aa31ad.xml	feed	1	d3c41239166f	d3c41239166f
arxiv/atom_api/id_1707.08567_s0_m100_6a1afebfc6a3.xml	feed	1	29417a40cc86	29417a40cc86
arxiv/atom_api/id_2104.12255v1_s0_m100_6ae69987ffe1.xml	feed	1	5feceb66ffc8	5feceb66ffc8
arxiv/atom_api/id_astro-ph_0601001_s0_m100_3150dca9dc76.xml	feed	1	ed65a7c7d26c	ed65a7c7d26c
arxiv/atom_api/id_quant-ph_0201082v1_s0_m100_86989fe779ef.xml	feed	1	33a9eb5d5530	33a9eb5d5530
arxiv/atom_api/q_testing_s0_m100_cfe7536492ca.xml	feed	100	04cae03d5228	10226bc44752
arxiv/atom_api/q_testing_s0_m10_bc5a6c384fe9.xml	feed	10	04cae03d5228	ff8d7dbefb5b
arxiv/atom_api/q_testing_s0_m15_80c242b59d59.xml	feed	15	04cae03d5228	06327c0a85d3
arxiv/atom_api/q_testing_s10_m10_34e56e15aaac.xml	feed	10	0e4112f980ff	b2a1f3b22627
arxiv/atom_api/q_testing_s20_m10_348a237fecab.xml	feed	10	54764023855b	2680bb57fc38
arxiv/atom_api/q_testing_s30_m10_f2e39f0143dc.xml	feed	10	953a43a2583c	8ca37d317192
arxiv/atom_api/q_testing_s40_m10_96dd32eb854c.xml	feed	10	e127cf5891b1	3cf721547dbe
arxiv/atom_api/q_testing_s50_m10_7f488ab8598c.xml	feed	10	a8aed058699d	5315f6d19652
arxiv/atom_api/q_testing_s5_m10_c0e94a259d4a.xml	feed	10	57fcfe3d4dbf	06327c0a85d3
arxiv/atom_api/q_testing_s5_m15_bbcf6b23085b.xml	feed	15	57fcfe3d4dbf	b2a1f3b22627
arxiv/atom_api/q_testing_s9_m15_0b78d4b4d476.xml	feed	15	ff8d7dbefb5b	465e4375d6a2
arxiv/cs_2024-11-20_2_entries.txt	arxiv-mail	2	905706915113	e8ec39fbe091
arxiv/cs_2026-01-20_dev_120new_40replaced.txt	arxiv-mail	160	008f8fb5223a	ca9cf937562a
arxiv/cs_2026-02-12_crosslist_and_replaced_fragment.txt	arxiv-mail	2	9612f7a745d8	10409a616653
arxiv/jsonl/2025-03-18.jsonl.gz	json-lines	328	3778b324e478	4572ee045866
arxiv/jsonl/2025-04-11.jsonl.gz	json-lines	157	9c909734bd35	e36053314baa
arxiv/jsonl/2025-05-07.jsonl.gz	json-lines	148	948c35401f06	40f9d5161178
arxiv/jsonl/2025-06-02.jsonl.gz	json-lines	344	ed0c58f39bdb	fc4a4b5abf89
arxiv/jsonl/2025-06-27.jsonl.gz	json-lines	170	93ce116f31f7	192ac1052882
arxiv/jsonl/2025-07-23.jsonl.gz	json-lines	171	666f3e8fd75f	e50a64263346
arxiv/jsonl/2025-08-18.jsonl.gz	json-lines	152	cb542d96307e	ff218407c8d7
arxiv/jsonl/2025-09-12.jsonl.gz	json-lines	142	7554167430f0	78501ec3f7a1
arxiv/jsonl/2025-10-10.jsonl.gz	json-lines	278	89c4b5cfa4b3	9d0fa639242c
arxiv/jsonl/2025-11-10.jsonl.gz	json-lines	122	ac466b3df76f	5ae3ad55b615
arxiv/jsonl/2025-12-12.jsonl.gz	json-lines	179	7a6bfad3f7b6	4ff14f270dd9
arxiv/jsonl/ids_categories_titles.tsv.gz	csv	40944	7fb9de404c01	adb405fd6416
arxiv/rss/rss.arxiv.org_atom_cs.AI_2026-09-29_trimmed3.xml	feed	3	0c809ac2cbee	479fadcb6bbf
arxiv/rss/rss.arxiv.org_rss_cs.CV_2025-09-18_truncated1.xml	feed	1	3307bdd71243	3307bdd71243
nasty/hf_natural_edge_cases.jsonl	json-lines	163	42c04732db82	ea5e9966ce54
nasty/latex/latex_titles_arxiv_dev.tsv	csv	229	94a83a99e42b	581fa72600a0
`

/** Every file that is a digest. */
export const sharedFiles: readonly SharedFile[] = table
  .trim()
  .split('\n')
  .map((row) => {
    const [file = '', format = '', count = '', first = '', last = ''] = row.split('\t')
    return { file, format, count: Number(count), first, last }
  })
