/** A file of the real material: the format that it is in, how many papers a person counts, the first and the last. */
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

const table = String.raw`
hf_daily/api/2024-05-27.json	hf-json	13	ConvLLaVA: Hierarchical Backbones as Visual Encoder for Large Multimodal Models	HDR-GS: Efficient High Dynamic Range Novel View Synthesis at 1000x Speed via Gaussian Splatting
hf_daily/api/2024-09-13.json	hf-json	9	Windows Agent Arena: Evaluating Multi-Modal OS Agents at Scale	PiTe: Pixel-Temporal Alignment for Large Video-Language Model
hf_daily/api/2025-02-28.json	hf-json	11	Self-rewarding correction for mathematical reasoning	R1-T1: Fully Incentivizing Translation Capability in LLMs via Reasoning Learning
hf_daily/api/2025-06-06.json	hf-json	28	RoboRefer: Towards Spatial Referring with Reasoning in Vision-Language Models for Robotics	PATS: Proficiency-Aware Temporal Sampling for Multi-View Sports Skill Assessment
hf_daily/api/2025-09-12.json	hf-json	15	HuMo: Human-Centric Video Generation via Collaborative Multi-Modal Conditioning	The Choice of Divergence: A Neglected Key to Mitigating Diversity Collapse in Reinforcement Learning with Verifiable Reward
hf_daily/api/2025-12-22.json	hf-json	16	PhysBrain: Human Egocentric Data as a Bridge from Vision Language Models to Physical Intelligence	An Anatomy of Vision-Language-Action Models: From Modules to Milestones and Challenges
hf_daily/api/2026-01-19.json	hf-json	12	Your Group-Relative Advantage Is Biased	AstroReason-Bench: Evaluating Unified Agentic Planning across Heterogeneous Space Planning Problems
hf_daily/api/2026-03-30.json	hf-json	8	Out of Sight but Not Out of Mind: Hybrid Memory for Dynamic Video World Models	MedOpenClaw: Auditable Medical Imaging Agents Reasoning over Uncurated Full Studies
hf_daily/derived_seed_like/2024-06-12.truth.json	json	16	McEval: Massively Multilingual Code Evaluation	SEE-2-SOUND: Zero-Shot Spatial Environment-to-Spatial Sound
hf_daily/derived_seed_like/2024-06-12.txt	page-text	16	McEval: Massively Multilingual Code Evaluation	SEE-2-SOUND: Zero-Shot Spatial Environment-to-Spatial Sound
hf_daily/derived_seed_like/2024-08-23.truth.json	json	19	Anim-Director: A Large Multimodal Model Powered Agent for Controllable Animation Video Generation	ConflictBank: A Benchmark for Evaluating the Influence of Knowledge Conflicts in LLM
hf_daily/derived_seed_like/2024-08-23.txt	page-text	19	Anim-Director: A Large Multimodal Model Powered Agent for Controllable Animation Video Generation	ConflictBank: A Benchmark for Evaluating the Influence of Knowledge Conflicts in LLM
hf_daily/derived_seed_like/2024-11-04.truth.json	json	17	CityGaussianV2: Efficient and Geometrically Accurate Reconstruction for Large-Scale Scenes	Face Anonymization Made Simple
hf_daily/derived_seed_like/2024-11-04.txt	page-text	17	CityGaussianV2: Efficient and Geometrically Accurate Reconstruction for Large-Scale Scenes	Face Anonymization Made Simple
hf_daily/derived_seed_like/2025-02-10.truth.json	json	17	On-device Sora: Enabling Diffusion-Based Text-to-Video Generation for Mobile Devices	CodeSteer: Symbolic-Augmented Language Models via Code/Text Guidance
hf_daily/derived_seed_like/2025-02-10.txt	page-text	17	On-device Sora: Enabling Diffusion-Based Text-to-Video Generation for Mobile Devices	CodeSteer: Symbolic-Augmented Language Models via Code/Text Guidance
hf_daily/derived_seed_like/2025-04-01.truth.json	json	16	KOFFVQA: An Objectively Evaluated Free-form VQA Benchmark for Large Vision-Language Models in the Korean Language	Bridging Evolutionary Multiobjective Optimization and GPU Acceleration via Tensorization
hf_daily/derived_seed_like/2025-04-01.txt	page-text	16	KOFFVQA: An Objectively Evaluated Free-form VQA Benchmark for Large Vision-Language Models in the Korean Language	Bridging Evolutionary Multiobjective Optimization and GPU Acceleration via Tensorization
hf_daily/derived_seed_like/2025-06-18.truth.json	json	23	CAMS: A CityGPT-Powered Agentic Framework for Urban Human Mobility Simulation	Alignment Quality Index (AQI) : Beyond Refusals: AQI as an Intrinsic Alignment Diagnostic via Latent Geometry, Cluster Divergence, and Layer wise Pooled Representations
hf_daily/derived_seed_like/2025-06-18.txt	page-text	23	CAMS: A CityGPT-Powered Agentic Framework for Urban Human Mobility Simulation	Alignment Quality Index (AQI) : Beyond Refusals: AQI as an Intrinsic Alignment Diagnostic via Latent Geometry, Cluster Divergence, and Layer wise Pooled Representations
hf_daily/derived_seed_like/2025-09-16.truth.json	json	13	InternScenes: A Large-scale Simulatable Indoor Scene Dataset with Realistic Layouts	LazyDrag: Enabling Stable Drag-Based Editing on Multi-Modal Diffusion Transformers via Explicit Correspondence
hf_daily/derived_seed_like/2025-09-16.txt	page-text	13	InternScenes: A Large-scale Simulatable Indoor Scene Dataset with Realistic Layouts	LazyDrag: Enabling Stable Drag-Based Editing on Multi-Modal Diffusion Transformers via Explicit Correspondence
hf_daily/derived_seed_like/2025-11-03.truth.json	json	15	Spatial-SSRL: Enhancing Spatial Understanding via Self-Supervised Reinforcement Learning	The Denario project: Deep knowledge AI agents for scientific discovery
hf_daily/derived_seed_like/2025-11-03.txt	page-text	15	Spatial-SSRL: Enhancing Spatial Understanding via Self-Supervised Reinforcement Learning	The Denario project: Deep knowledge AI agents for scientific discovery
hf_daily/digests/InMatrix_txt/paper_metadata_2024-06-21.txt	text-blocks	50	Invertible Consistency Distillation for Text-Guided Image Editing in Around 7 Steps	TroL: Traversal of Layers for Large Language and Vision Models
hf_daily/digests/InMatrix_txt/paper_metadata_2025-05-09.txt	text-blocks	50	OpenVision: A Fully-Open, Cost-Effective Family of Advanced Vision Encoders for Multimodal Learning	Agentic Reasoning and Tool Integration for LLMs via Reinforcement Learning
hf_daily/digests/gabrielchua/2024-09-30.md	markdown	4	MIO: A Foundation Model on Multimodal Tokens	MSI-Agent: Incorporating Multi-Scale Insight into Embodied Agents for Superior Planning and Decision-Making
hf_daily/digests/gabrielchua/2024-10-01.md	markdown	10	MM1.5: Methods, Analysis & Insights from Multimodal LLM Fine-tuning	IDEAW: Robust Neural Audio Watermarking with Invertible Dual-Embedding
hf_daily/digests/gabrielchua/2025-01-15.md	markdown	14	MiniMax-01: Scaling Foundation Models with Lightning Attention	AfriHate: A Multilingual Collection of Hate Speech and Abusive Language Datasets for African Languages
hf_daily/digests/gabrielchua/2025-05-20.md	markdown	34	Chain-of-Model Learning for Language Model	AI-Driven Scholarly Peer Review via Persistent Workflow Prompting, Meta-Prompting, and Meta-Reasoning
hf_daily/digests/gabrielchua/2025-10-30.md	markdown	24	JanusCoder: Towards a Foundational Visual-Programmatic Interface for Code Intelligence	Fortytwo: Swarm Inference with Peer-Ranked Consensus
hf_daily/digests/hiwei93/20230910-hf-daily-papers.md	markdown	13	Large Language Models as Optimizers	Reuse and Diffuse: Iterative Denoising for Text-to-Video Generation
hf_daily/digests/hiwei93/20230911-hf-daily-papers.md	markdown	5	Large-Scale Automatic Audiobook Creation	DrugChat: Towards Enabling ChatGPT-Like Capabilities on Drug Molecule Graphs
hf_daily/digests/hiwei93/20230912-hf-daily-papers.md	markdown	8	Textbooks Are All You Need II: phi-1.5 technical report	Dynamic Mesh-Aware Radiance Fields
hf_daily/digests/hiwei93/20230913-hf-daily-papers.md	markdown	9	PhotoVerse: Tuning-Free Image Customization with Text-to-Image Diffusion Models	Learning Disentangled Avatars with Hybrid 3D Representations
hf_daily/digests/hiwei93/20230917-hf-daily-papers.md	markdown	7	Generative Image Dynamics	Ambiguity-Aware In-Context Learning with Large Language Models
hf_daily/digests/hiwei93/20230919-hf-daily-papers.md	markdown	17	CulturaX: A Cleaned, Enormous, and Multilingual Dataset for Large Language Models in 167 Languages	Enhance audio generation controllability through representation similarity regularization
hf_daily/digests/hiwei93/20230920-hf-daily-papers.md	markdown	9	Language Modeling Is Compression	FoleyGen: Visually-Guided Audio Generation
hf_daily/digests/hiwei93/20230921-hf-daily-papers.md	markdown	9	DreamLLM: Synergistic Multimodal Comprehension and Creation	Controllable Dynamic Appearance for Neural 3D Portraits
hf_daily/digests/hiwei93/20230922-hf-daily-papers.md	markdown	8	LongLoRA: Efficient Fine-tuning of Long-Context Large Language Models	Boolformer: Symbolic Regression of Logic Functions with Transformers
hf_daily/digests/hiwei93/20230925-hf-daily-papers.md	markdown	5	CodePlan: Repository-level Coding using LLMs and Planning	Dynamic ASR Pathways: An Adaptive Masking Approach Towards Efficient Pruning of A Multilingual ASR Model
hf_daily/digests/hiwei93/20230926-hf-daily-papers.md	markdown	6	Exploring Large Language Models' Cognitive Moral Development through Defining Issues Test	Calibrating LLM-Based Evaluator
hf_daily/feeds/hf_papers_jsonfeed_2025-03-06.json	json-feed	10	Babel: Open Multilingual Large Language Models Serving Over 90% of Global Speakers	Interact, Instruct to Improve: A LLM-Driven Parallel Actor-Reasoner Framework for Enhancing Autonomous Vehicle Interactions
hf_daily/feeds/hf_papers_jsonfeed_2025-05-23.json	json-feed	40	NovelSeek: When Agent Becomes the Scientist -- Building Closed-Loop System from Hypothesis to Verification	SPhyR: Spatial-Physical Reasoning Benchmark on Material Distribution
hf_daily/feeds/hf_papers_jsonfeed_2025-10-05.json	json-feed	52	LongCodeZip: Compress Long Context for Code Language Models	IoT-MCP: Bridging LLMs and IoT Systems Through Model Context Protocol
hf_daily/feeds/hf_papers_jsonfeed_2026-02-16.json	json-feed	21	Less is Enough: Synthesizing Diverse Data in Feature Space of LLMs	BPDQ: Bit-Plane Decomposition Quantization on a Variable Grid for Large Language Models
hf_daily/feeds/hf_papers_rss_2025-03-06.xml	feed	10	Babel: Open Multilingual Large Language Models Serving Over 90% of Global Speakers	Interact, Instruct to Improve: A LLM-Driven Parallel Actor-Reasoner Framework for Enhancing Autonomous Vehicle Interactions
hf_daily/feeds/hf_papers_rss_2025-05-23.xml	feed	40	NovelSeek: When Agent Becomes the Scientist -- Building Closed-Loop System from Hypothesis to Verification	SPhyR: Spatial-Physical Reasoning Benchmark on Material Distribution
hf_daily/feeds/hf_papers_rss_2025-10-05.xml	feed	52	LongCodeZip: Compress Long Context for Code Language Models	IoT-MCP: Bridging LLMs and IoT Systems Through Model Context Protocol
hf_daily/feeds/hf_papers_rss_2026-02-16.xml	feed	21	Less is Enough: Synthesizing Diverse Data in Feature Space of LLMs	BPDQ: Bit-Plane Decomposition Quantization on a Variable Grid for Large Language Models
hf_daily/hf_daily_dev.jsonl.gz	json-lines	6141	Automatic Data Curation for Self-Supervised Learning: A Clustering-Based Approach	Evaluating Parameter Efficient Methods for RLVR
hf_daily/hf_with_arxiv_category_dev.jsonl.gz	json-lines	2334	Shakti-VLMs: Scalable Vision-Language Models for Enterprise AI	DreamOmni3: Scribble-based Editing and Generation
hf_daily/page_captures/a_lynx_style_q_long-context-asr_2026-06-29.excerpt.txt	page-lynx	4	MURMUR: An Efficient Inference System for Long-Form ASR	VIBEVOICE-ASR Technical Report
hf_daily/page_captures/b_notebook_export_q_intercode-bash_2026-07-28.excerpt.txt	page-notebook	4	Better than Your Teacher: LLM Agents that learn from Privileged AI Feedback	Soft Instruction De-escalation Defense
hf_daily/page_captures/c_firecrawl_markdown_q_source-citations_2026-10-02.excerpt.md	page-markdown	3	OCC-RAG: Optimal Cognitive Core for Faithful Question Answering	Source or It Didn't Happen: A Multi-Agent Framework for Citation Hallucination Detection
arxiv/atom_api/id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af.xml	feed	1	Proceedings of Workshop AEW10: Concepts in Information Theory and Communications	Proceedings of Workshop AEW10: Concepts in Information Theory and Communications
arxiv/atom_api/id_1605.08386_s0_m100_199195aa31ad.xml	feed	1	Heat-bath random walks with Markov bases	Heat-bath random walks with Markov bases
arxiv/atom_api/id_1707.08567_s0_m100_6a1afebfc6a3.xml	feed	1	Proceedings of Workshop AEW10: Concepts in Information Theory and Communications	Proceedings of Workshop AEW10: Concepts in Information Theory and Communications
arxiv/atom_api/id_2104.12255v1_s0_m100_6ae69987ffe1.xml	feed	1	0	0
arxiv/atom_api/id_astro-ph_0601001_s0_m100_3150dca9dc76.xml	feed	1	Frequency of Hot Jupiters and Very Hot Jupiters from the OGLE-III Transit Surveys Toward the Galactic Bulge and Carina	Frequency of Hot Jupiters and Very Hot Jupiters from the OGLE-III Transit Surveys Toward the Galactic Bulge and Carina
arxiv/atom_api/id_quant-ph_0201082v1_s0_m100_86989fe779ef.xml	feed	1	Quantum Computers and Quantum Computer Languages: Quantum Assembly Language and Quantum C Language	Quantum Computers and Quantum Computer Languages: Quantum Assembly Language and Quantum C Language
arxiv/atom_api/q_testing_s0_m100_cfe7536492ca.xml	feed	100	Testing Deep Learning Models: A First Comparative Study of Multiple Testing Techniques	Principles of Equivalence: Their Role in Gravitation Physics and Experiments that Test Them
arxiv/atom_api/q_testing_s0_m10_bc5a6c384fe9.xml	feed	10	Testing Deep Learning Models: A First Comparative Study of Multiple Testing Techniques	A Systematic Literature Review of Automated Techniques for Functional GUI Testing of Mobile Applications
arxiv/atom_api/q_testing_s0_m15_80c242b59d59.xml	feed	15	Testing Deep Learning Models: A First Comparative Study of Multiple Testing Techniques	Datamorphic Testing: A Methodology for Testing AI Applications
arxiv/atom_api/q_testing_s10_m10_34e56e15aaac.xml	feed	10	The Sample Complexity of Simple Binary Hypothesis Testing	Model-based Testing of Scratch Programs
arxiv/atom_api/q_testing_s20_m10_348a237fecab.xml	feed	10	Optimal Pooling Matrix Design for Group Testing with Dilution (Row Degree) Constraints	Latent Regularization in Generative Test Input Generation
arxiv/atom_api/q_testing_s30_m10_f2e39f0143dc.xml	feed	10	PatrIoT: IoT Automated Interoperability and Integration Testing Framework	On the Energy Consumption of Test Generation
arxiv/atom_api/q_testing_s40_m10_96dd32eb854c.xml	feed	10	Hypothesis Testing under Mutual Information Privacy Constraints in the High Privacy Regime	SilGAN: Generating driving maneuvers for scenario-based software-in-the-loop testing
arxiv/atom_api/q_testing_s50_m10_7f488ab8598c.xml	feed	10	Fairness Testing: Testing Software for Discrimination	An Empirical Study of Flaky Tests in Python
arxiv/atom_api/q_testing_s5_m10_c0e94a259d4a.xml	feed	10	Study Paper on Test Case generation for GUI Based Testing	Datamorphic Testing: A Methodology for Testing AI Applications
arxiv/atom_api/q_testing_s5_m15_bbcf6b23085b.xml	feed	15	Study Paper on Test Case generation for GUI Based Testing	Model-based Testing of Scratch Programs
arxiv/atom_api/q_testing_s9_m15_0b78d4b4d476.xml	feed	15	A Systematic Literature Review of Automated Techniques for Functional GUI Testing of Mobile Applications	Mutation Testing for Ethereum Smart Contract
arxiv/cs_2024-11-20_2_entries.txt	arxiv-mail	2	AMSnet-KG: A Netlist Dataset for LLM-based AMS Circuit Auto-Design Using Knowledge Graph RAG	Integrated Water Resource Management in the Segura Hydrographic Basin: An Artificial Intelligence Approach
arxiv/cs_2026-01-20_dev_120new_40replaced.txt	arxiv-mail	160	MIMIC-RD: Can LLMs differentially diagnose rare diseases in real-world clinical settings?	Forgetting-MarI: LLM Unlearning via Marginal Information Regularization
arxiv/cs_2026-02-12_crosslist_and_replaced_fragment.txt	arxiv-mail	2	Convex Markov Games and Beyond: New Proof of Existence, Characterization and Learning Algorithms for Nash Equilibria	Can Complexity and Uncomputability Explain Intelligence? SuperARC: A Test for Artificial Super Intelligence Based on Recursive Compression
arxiv/jsonl/2025-03-18.jsonl.gz	json-lines	328	Industrial-Grade Sensor Simulation via Gaussian Splatting: A Modular Framework for Scalable Editing and Full-Stack Validation	MoManipVLA: Transferring Vision-language-action Models for General Mobile Manipulation
arxiv/jsonl/2025-04-11.jsonl.gz	json-lines	157	EnDive: A Cross-Dialect Benchmark for Fairness and Performance in Large Language Models	Zero-Shot Low-dose CT Denoising via Sinogram Flicking
arxiv/jsonl/2025-05-07.jsonl.gz	json-lines	148	RESAnything: Attribute Prompting for Arbitrary Referring Segmentation	Visual Imitation Enables Contextual Humanoid Control
arxiv/jsonl/2025-06-02.jsonl.gz	json-lines	344	Force-Dual Modes: Subspace Design from Stochastic Forces	Beyond Multiple Choice: Evaluating Steering Vectors for Adaptive Free-Form Summarization
arxiv/jsonl/2025-06-27.jsonl.gz	json-lines	170	Towards Probabilistic Question Answering Over Tabular Data	SiM3D: Single-instance Multiview Multimodal and Multisetup 3D Anomaly Detection Benchmark
arxiv/jsonl/2025-07-23.jsonl.gz	json-lines	171	Salience Adjustment for Context-Based Emotion Recognition	HOComp: Interaction-Aware Human-Object Composition
arxiv/jsonl/2025-08-18.jsonl.gz	json-lines	152	A2HCoder: An LLM-Driven Coding Agent for Hierarchical Algorithm-to-HDL Translation	Thyme: Think Beyond Images
arxiv/jsonl/2025-09-12.jsonl.gz	json-lines	142	Morphology-Preserving Remeshing Approach to Particulate Microstructures via Harmonic Decomposition	SpatialVID: A Large-Scale Video Dataset with Spatial Annotations
arxiv/jsonl/2025-10-10.jsonl.gz	json-lines	278	Enhancing Maritime Object Detection in Real-Time with RT-DETR and Data Augmentation	ReSplat: Learning Recurrent Gaussian Splats
arxiv/jsonl/2025-11-10.jsonl.gz	json-lines	122	IndicVisionBench: Benchmarking Cultural and Multilingual Understanding in VLMs	Visual Spatial Tuning
arxiv/jsonl/2025-12-12.jsonl.gz	json-lines	179	Neural Hamiltonian Deformation Fields for Dynamic Scene Rendering	StereoSpace: Depth-Free Synthesis of Stereo Geometry via End-to-End Diffusion in a Canonical Space
arxiv/jsonl/ids_categories_titles.tsv.gz	csv	40944	Improving the Performance of Unimodal Dynamic Hand-Gesture Recognition with Multimodal Training	SpaceTimePilot: Generative Rendering of Dynamic Scenes Across Space and Time
arxiv/rss/rss.arxiv.org_atom_cs.AI_2026-09-29_trimmed3.xml	feed	3	SMARtCARE: Privacy-Preserving Agentic AI Systems for Bounded-Autonomy Clinical Decision Support	Categorical Approach to Conflict Resolution
arxiv/rss/rss.arxiv.org_rss_cs.CV_2025-09-18_truncated1.xml	feed	1	Proximity-Based Evidence Retrieval for Uncertainty-Aware Neural Networks	Proximity-Based Evidence Retrieval for Uncertainty-Aware Neural Networks
nasty/hf_natural_edge_cases.jsonl	json-lines	163	AutoCoder: Enhancing Code Large Language Model with AIEV-Instruct	Sessa: Selective State Space Attention
nasty/latex/latex_titles_arxiv_dev.tsv	csv	229	A Preliminary Study on the Promises and Challenges of Native Top-k Sparse Attention	BluePrint: A Social Media User Dataset for LLM Persona Evaluation and Training
`

/** Every file that is a digest. */
export const sharedFiles: readonly SharedFile[] = table
  .trim()
  .split('\n')
  .map((row) => {
    const [file = '', format = '', count = '', first = '', last = ''] = row.split('\t')
    return { file, format, count: Number(count), first, last }
  })
